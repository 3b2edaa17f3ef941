-- finds: procedures/call_it.sql:1:62
-- finds: procedures/show_it.sql:1:54
-- finds: procedures/write_note.sql:4:9
-- finds: sql/functions/count_notes.sql:2:9
-- >>> sql/functions/count_notes.sql
CREATE FUNCTION count_notes () RETURNS INT NOT DETERMINISTIC CONTAINS SQL
RETURN (SELECT count(*) FROM notes);
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note () NOT DETERMINISTIC READS SQL DATA
BEGIN
    IF (SELECT 1 FROM notes LIMIT 1) THEN
        INSERT INTO notes (author_id) VALUES (1);
    END IF;
END;
-- >>> procedures/call_it.sql
CREATE PROCEDURE call_it () NOT DETERMINISTIC READS SQL DATA CALL purge_notes();
-- >>> procedures/purge_notes.sql
CREATE PROCEDURE purge_notes () NOT DETERMINISTIC MODIFIES SQL DATA
DELETE FROM notes WHERE note_id = 1;
-- >>> procedures/show_it.sql
CREATE PROCEDURE show_it () NOT DETERMINISTIC NO SQL SELECT 1;
