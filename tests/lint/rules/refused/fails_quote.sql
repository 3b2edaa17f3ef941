-- finds: migrations/0002_change_notes.sql:1:1
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes COMMENT = 'open;
