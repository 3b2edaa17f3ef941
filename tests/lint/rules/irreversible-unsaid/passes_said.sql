-- Migration: 0002_change_notes
-- irreversible: the old numbers are nowhere else

ALTER TABLE notes ADD COLUMN a INT NULL;
