-- Trigger: services_before_insert
--
-- Any account may SET insert_id, also in front of a procedure: with the highest number there is,
-- the table would take no further service.
CREATE TRIGGER services_before_insert
BEFORE INSERT ON services
FOR EACH ROW
BEGIN
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'services: a session does not choose the next key';
    END IF;
END;
