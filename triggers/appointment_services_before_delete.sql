-- Trigger: appointment_services_before_delete
--
-- A bill is the sum of its lines, so none can go once it exists.
CREATE TRIGGER appointment_services_before_delete
BEFORE DELETE ON appointment_services
FOR EACH ROW
BEGIN
    DECLARE v_appointment_id BIGINT;
    DECLARE v_bill_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    -- Issuing a bill locks the same row, so no line can slip in beside it.
    SELECT a.appointment_id INTO v_appointment_id
    FROM appointments AS a
    WHERE a.appointment_id = OLD.appointment_id
    FOR UPDATE;
    SELECT b.bill_id INTO v_bill_id
    FROM billing AS b
    WHERE b.live_appointment_id = OLD.appointment_id
    FOR SHARE;
    IF v_bill_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointment_services: a live bill exists, void it first';
    END IF;
END;
