-- Trigger: lab_results_before_update
--
-- Results arrive after a signature, but those that are there are part of what was signed.
CREATE TRIGGER lab_results_before_update
BEFORE UPDATE ON lab_results
FOR EACH ROW
BEGIN
    DECLARE v_status VARCHAR(20);

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF NEW.record_id <> OLD.record_id THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: a result stays with its record';
    END IF;
    IF (NEW.test_date <= last_day(NEW.test_date)) IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: test_date is not a day of the calendar';
    END IF;
    SELECT r.status INTO v_status
    FROM medical_records AS r
    WHERE r.record_id = OLD.record_id
    FOR SHARE;
    IF v_status = 'Signed' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: the record is signed, its results cannot be changed';
    END IF;
END;
