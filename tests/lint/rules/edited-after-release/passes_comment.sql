-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> git tag v0.1.0
-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
--
-- The reason, in better words.
ALTER TABLE notes ADD COLUMN a INT NULL;
