-- finds: migrations/0002_change_notes.rollback.sql:1:1
-- finds: migrations/0002_change_notes.sql:1:1
-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
--
-- Why this change is needed.
-- depends: 0001_create_notes

ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> migrations/0002_change_notes.rollback.sql
ALTER TABLE notes DROP COLUMN a;
