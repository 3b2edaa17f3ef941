-- finds: migrations/0002_change_notes.sql:6:30
-- finds: migrations/0002_change_notes.sql:6:65
-- finds: migrations/0002_change_notes.sql:7:33
-- finds: migrations/0002_change_notes.sql:8:32
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes ADD COLUMN a INT NOT NULL, ADD COLUMN (b INT, c DATE NOT NULL);
ALTER TABLE notes MODIFY COLUMN body VARCHAR(200) NOT NULL;
ALTER TABLE notes CHANGE price cost DECIMAL(10, 2) NOT NULL DEFAULT 0;
