-- Trigger: audit_log_before_delete
--
-- A log that can be shortened proves nothing.
CREATE TRIGGER audit_log_before_delete
BEFORE DELETE ON audit_log
FOR EACH ROW
BEGIN
    SIGNAL SQLSTATE '45000'
        SET MESSAGE_TEXT = 'audit_log: what happened cannot be deleted';
END;
