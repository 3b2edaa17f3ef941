-- finds: migrations/0002_change_notes.sql:7:1
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes ADD COLUMN a INT NULL;
UPDATE notes SET a = 1 WHERE note_id > 0;
ALTER TABLE notes ADD COLUMN b INT NULL;
