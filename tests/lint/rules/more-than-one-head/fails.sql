-- finds: migrations/0003_add_b.sql:2:1
-- >>> migrations/0002_add_a.sql
-- depends: 0001_create_notes
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> migrations/0003_add_b.sql
-- Migration: 0003_add_b
-- depends: 0001_create_notes
ALTER TABLE notes ADD COLUMN b INT NULL;
