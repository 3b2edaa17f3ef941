-- finds: migrations/0002_change_notes.rollback.sql:3:1
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL, ADD COLUMN b INT NULL;
-- >>> migrations/0002_change_notes.rollback.sql
-- Rollback

ALTER TABLE notes DROP COLUMN a;
