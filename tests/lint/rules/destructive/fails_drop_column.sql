-- finds: migrations/0002_change_notes.sql:8:5
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes
    ADD COLUMN x INT NULL,
    DROP COLUMN body;
