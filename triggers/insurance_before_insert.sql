-- Trigger: insurance_before_insert
--
-- A policy is somebody's. Where a session has switched foreign keys off, the patient is looked up
-- here; and one without strict mode can write days that no calendar has.
CREATE TRIGGER insurance_before_insert
BEFORE INSERT ON insurance
FOR EACH ROW
BEGIN
    DECLARE v_is_there BOOLEAN;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'insurance: a session does not choose the next key';
    END IF;
    SELECT p.voided_at IS NULL INTO v_is_there
    FROM patients AS p
    WHERE p.patient_id = NEW.patient_id
    FOR SHARE;
    IF NOT coalesce(v_is_there, @@SESSION.foreign_key_checks) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'insurance: there is no such patient, or the person was erased';
    END IF;
    IF
        (NEW.valid_from <= last_day(NEW.valid_from)) IS NOT TRUE
        OR NOT coalesce(NEW.valid_until <= last_day(NEW.valid_until), NEW.valid_until IS NULL)
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'insurance: valid_from or valid_until is not a day of the calendar';
    END IF;
    IF NEW.created_at = utc_timestamp(6) THEN
        SET NEW.created_at = utc_instant();
    END IF;
END;
