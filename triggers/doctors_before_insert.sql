-- Trigger: doctors_before_insert
--
-- Any account may SET insert_id, also in front of a procedure: with the highest number there is,
-- the table would take no further doctor; and SET timestamp, which would choose when the row was
-- made.
CREATE TRIGGER doctors_before_insert
BEFORE INSERT ON doctors
FOR EACH ROW
BEGIN
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'doctors: a session does not choose the next key';
    END IF;
    IF NEW.created_at = utc_timestamp(6) THEN
        SET NEW.created_at = utc_instant();
        SET NEW.updated_at = NEW.created_at;
    END IF;
END;
