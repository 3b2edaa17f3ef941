-- >>> migrations/0002_add_a.sql
-- depends: 0001_create_notes
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> migrations/0003_add_b.sql
-- depends: 0001_create_notes
ALTER TABLE notes ADD COLUMN b INT NULL;
-- >>> migrations/0004_merge.sql
-- depends: 0002_add_a 0003_add_b
ALTER TABLE notes ADD COLUMN c INT NULL;
