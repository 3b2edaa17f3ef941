-- >>> migrations/0002_change_notes.sql
-- depends: 0001_create_notes
ALTER TABLE notes COMMENT = 'closed; it is';
