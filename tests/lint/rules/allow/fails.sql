-- finds: migrations/0002_change_notes.sql:2:1
-- finds: migrations/0002_change_notes.sql:3:1
-- finds: migrations/0002_change_notes.sql:4:1
-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
-- clinic-db: allow destructive
-- clinic-db: allow nonsense because it reads well
-- clinic-db: allow because

ALTER TABLE notes ADD COLUMN a INT NULL;
