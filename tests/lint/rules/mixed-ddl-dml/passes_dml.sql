-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

INSERT INTO notes (author_id) VALUES (1);
DELETE FROM notes WHERE note_id = 1;
