-- While a clinic is generated, nobody else inserts: the session must know a number of 52 bits that
-- was drawn for this run and stands nowhere but here. Without the run, nobody knows it.
CREATE TRIGGER {trigger_name}
BEFORE INSERT ON {table}
FOR EACH ROW
BEGIN
    IF NOT (@clinic_db_seed <=> {token}) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = {message};
    END IF;
END;
