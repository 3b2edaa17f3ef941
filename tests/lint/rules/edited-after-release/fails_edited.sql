-- finds: migrations/0002_change_notes.rollback.sql:2:1
-- finds: migrations/0002_change_notes.sql:3:1
-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
ALTER TABLE notes ADD COLUMN a INT NULL;
ALTER TABLE notes ADD COLUMN b INT NULL;
-- >>> migrations/0002_change_notes.rollback.sql
ALTER TABLE notes DROP COLUMN b, DROP COLUMN a;
-- >>> git tag v0.1.0
-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
ALTER TABLE notes ADD COLUMN a INT NULL;
ALTER TABLE notes ADD COLUMN b BIGINT NULL;
-- >>> migrations/0002_change_notes.rollback.sql
ALTER TABLE notes DROP COLUMN b, DROP COLUMN a;
SELECT 1;
