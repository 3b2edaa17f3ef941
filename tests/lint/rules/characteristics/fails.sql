-- finds: procedures/write_note.sql:1:18
-- finds: sql/functions/answer.sql:2:17
-- finds: sql/views/all_notes.sql:1:13
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note (IN in_body VARCHAR(200))
COMMENT 'Writes'
BEGIN
    SELECT in_body;
END;
-- >>> sql/functions/answer.sql
-- Function: answer
CREATE FUNCTION answer () RETURNS INT DETERMINISTIC NO SQL RETURN 42;
-- >>> sql/views/all_notes.sql
CREATE VIEW all_notes AS SELECT note_id FROM notes;
