-- finds: migrations/0002_change_notes.sql:8:1
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

SET @a = 1;
INSERT INTO notes (author_id) VALUES (1);
CREATE INDEX ix_notes_kind ON notes (kind);
