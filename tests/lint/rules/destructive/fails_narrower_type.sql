-- finds: migrations/0002_change_notes.sql:6:19
-- finds: migrations/0002_change_notes.sql:7:19
-- finds: migrations/0002_change_notes.sql:7:58
-- finds: migrations/0002_change_notes.sql:8:19
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes MODIFY COLUMN body VARCHAR(100) NULL;
ALTER TABLE notes CHANGE price cost DECIMAL(10, 1) NULL, MODIFY written_at DATETIME NULL;
ALTER TABLE notes MODIFY COLUMN author_id INT NOT NULL;
