-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

-- clinic-db: allow destructive because the column was moved to another table in 0001
ALTER TABLE notes
    DROP COLUMN body;
