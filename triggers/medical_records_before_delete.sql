-- Trigger: medical_records_before_delete
--
-- Signed records must be kept for decades, voided ones included.
CREATE TRIGGER medical_records_before_delete
BEFORE DELETE ON medical_records
FOR EACH ROW
BEGIN
    IF OLD.status = 'Signed' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: a signed record cannot be deleted';
    END IF;
END;
