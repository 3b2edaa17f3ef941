-- finds: migrations/0001_create_notes.sql:1:1
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> git tag 0.1.0
-- >>> migrations/0002_change_notes.sql
-- (gone)
