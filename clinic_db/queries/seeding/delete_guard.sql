-- While generated rows are deleted, nobody else deletes.
CREATE TRIGGER {trigger_name}
BEFORE DELETE ON {table}
FOR EACH ROW
BEGIN
    IF NOT (@clinic_db_seed <=> {token}) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = {message};
    END IF;
END;
