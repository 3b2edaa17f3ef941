-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> migrations/0002_change_notes.rollback.sql
ALTER TABLE notes DROP COLUMN a;
