-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes MODIFY COLUMN body VARCHAR(300) NULL, MODIFY price DECIMAL(12, 2) NULL;
ALTER TABLE notes MODIFY COLUMN kind ENUM('Note', 'Task', 'Idea', 'Plan') NOT NULL;
ALTER TABLE notes MODIFY COLUMN body TEXT NULL;
ALTER TABLE notes RENAME COLUMN body TO says, DROP INDEX ix_notes_author_id;
DELETE FROM notes WHERE note_id = 1;
DELETE FROM notes LIMIT 10;
