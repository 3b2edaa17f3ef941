-- Trigger: appointments_before_delete
--
-- History stays, and so does what a doctor signed. The bill is looked up although a foreign key
-- protects it too, because a session can switch foreign keys off.
CREATE TRIGGER appointments_before_delete
BEFORE DELETE ON appointments
FOR EACH ROW
BEGIN
    DECLARE v_bill_id BIGINT;
    DECLARE v_record_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF OLD.status = 'Completed' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: a completed appointment cannot be deleted';
    END IF;
    SELECT max(b.bill_id) INTO v_bill_id
    FROM billing AS b
    WHERE b.appointment_id = OLD.appointment_id
    FOR SHARE;
    IF v_bill_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: an appointment with a bill cannot be deleted';
    END IF;
    -- The foreign key would take the visit out of a record that nobody may change.
    SELECT max(r.record_id) INTO v_record_id
    FROM medical_records AS r
    WHERE r.appointment_id = OLD.appointment_id AND r.status = 'Signed'
    FOR SHARE;
    IF v_record_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: one with a signed record cannot be deleted';
    END IF;
END;
