-- Trigger: audit_log_before_insert
--
-- Any account may SET insert_id, also in front of a procedure: with the highest number there is,
-- the table would take no further entry.
CREATE TRIGGER audit_log_before_insert
BEFORE INSERT ON audit_log
FOR EACH ROW
BEGIN
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'audit_log: a session does not choose the next key';
    END IF;
END;
