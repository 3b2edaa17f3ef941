-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes ADD COLUMN z INT NULL;
ALTER TABLE notes MODIFY COLUMN kind ENUM('Note', 'Task', 'Idea', 'Plan') NOT NULL DEFAULT 'Note';
CREATE INDEX ix_notes_written_at ON notes (written_at);
ALTER TABLE notes RENAME COLUMN body TO says;
