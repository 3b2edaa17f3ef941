-- finds: migrations/0002_change_notes.sql:6:19
-- finds: migrations/0002_change_notes.sql:7:1
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes CONVERT TO CHARACTER SET latin1;
DROP DATABASE clinic;
