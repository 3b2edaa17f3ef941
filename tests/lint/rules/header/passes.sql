-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
--
-- Notes have an age from now on.
-- depends: 0001_create_notes
-- clinic-db: repeatable
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> migrations/0002_change_notes.rollback.sql
-- Rollback of 0002_change_notes: gives back exactly what was there before.

ALTER TABLE notes DROP COLUMN a;
