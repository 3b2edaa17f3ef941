-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes ADD COLUMN a INT NULL;
INSERT INTO notes (author_id) VALUES (1);
UPDATE notes SET a = 1 WHERE note_id > 0;
