-- Trigger: lab_results_before_insert
--
-- A result belongs to a record. Where a session has switched foreign keys off, it is looked up
-- here; and one without strict mode can write days that no calendar has.
CREATE TRIGGER lab_results_before_insert
BEFORE INSERT ON lab_results
FOR EACH ROW
BEGIN
    DECLARE v_record_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: a session does not choose the next key';
    END IF;
    IF NOT @@SESSION.foreign_key_checks THEN
        SELECT r.record_id INTO v_record_id
        FROM medical_records AS r
        WHERE r.record_id = NEW.record_id
        FOR SHARE;
        IF v_record_id IS NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'lab_results: there is no such record';
        END IF;
    END IF;
    IF (NEW.test_date <= last_day(NEW.test_date)) IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: test_date is not a day of the calendar';
    END IF;
    IF NEW.created_at = utc_timestamp(6) THEN
        SET NEW.created_at = utc_instant();
    END IF;
END;
