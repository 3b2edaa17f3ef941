-- Trigger: lab_results_before_update
--
-- Results arrive after a signature, but those that are there are part of what was signed.
CREATE TRIGGER lab_results_before_update
BEFORE UPDATE ON lab_results
FOR EACH ROW
BEGIN
    DECLARE v_status VARCHAR(20);

    IF NEW.record_id <> OLD.record_id THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lab_results: a result stays with its record';
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
