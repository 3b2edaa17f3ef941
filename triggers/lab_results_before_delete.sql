-- Trigger: lab_results_before_delete
--
-- Results arrive after a signature, but those that are there are part of what was signed.
CREATE TRIGGER lab_results_before_delete
BEFORE DELETE ON lab_results
FOR EACH ROW
BEGIN
    DECLARE v_status VARCHAR(20);

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    SELECT r.status INTO v_status
    FROM medical_records AS r
    WHERE r.record_id = OLD.record_id
    FOR SHARE;
    IF v_status = 'Signed' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: the record is signed, its results cannot be deleted';
    END IF;
END;
