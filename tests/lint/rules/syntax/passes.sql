-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note ()
BEGIN
    DECLARE taken CONDITION FOR 1062;
    DECLARE EXIT HANDLER FOR taken, 1213 RESIGNAL;
    SAVEPOINT before_it;
    CALL nobody_there();
END;
