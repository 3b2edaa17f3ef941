-- finds: migrations/0002_change_notes.sql:6:19
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes MODIFY COLUMN kind ENUM('Note', 'Idea') NOT NULL DEFAULT 'Note';
