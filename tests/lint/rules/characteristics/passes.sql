-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note (IN in_body VARCHAR(200))
NOT DETERMINISTIC CONTAINS SQL SQL SECURITY INVOKER
BEGIN
    SELECT in_body;
END;
-- >>> sql/functions/answer.sql
CREATE FUNCTION answer () RETURNS DECIMAL(10, 2) UNSIGNED
DETERMINISTIC
NO SQL
SQL SECURITY DEFINER
RETURN 42;
-- >>> sql/views/all_notes.sql
CREATE SQL SECURITY INVOKER VIEW all_notes AS SELECT note_id FROM notes;
-- >>> triggers/notes_before_insert.sql
CREATE TRIGGER notes_before_insert BEFORE INSERT ON notes FOR EACH ROW SET NEW.price = 1;
