-- finds: migrations/0002_change_notes.sql:6:1
-- finds: migrations/0002_change_notes.sql:7:1
-- finds: migrations/0002_change_notes.sql:8:1
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

DELETE FROM notes;
TRUNCATE TABLE notes;
TRUNCATE notes;
