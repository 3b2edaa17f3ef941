-- >>> git tag v0.1.0
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> git tag nightly
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN b INT NULL;
