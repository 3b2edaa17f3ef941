-- finds: migrations/0002_change_notes.sql:3:1
-- finds: migrations/0009_nothing.rollback.sql:1:1
-- finds: procedures/write_note.sql:2:1
-- finds: seeds/demo/0001_notes.sql:2:1
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL;

START TRANSACTION;
-- >>> migrations/0002_change_notes.rollback.sql
-- Only words.
-- >>> migrations/0009_nothing.rollback.sql
SELECT 1;
-- >>> procedures/write_note.sql
-- Procedure: write_note
CREATE PROCEDURE read_note () SELECT 1;
-- >>> seeds/demo/0001_notes.sql
INSERT INTO notes (author_id) VALUES (1);
CREATE TABLE x (a INT);
