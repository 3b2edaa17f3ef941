-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

SET SESSION sql_mode = '';
ALTER TABLE notes ADD COLUMN a INT NULL;
DROP INDEX ix_notes_author_id ON notes;
