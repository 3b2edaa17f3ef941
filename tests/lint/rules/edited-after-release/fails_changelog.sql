-- finds: migrations/0002_change_notes.sql:1:1
-- >>> CHANGELOG.md
## [Unreleased]
## [0.2.0] - 2026-01-02
## [0.1.0] - 2026-01-01
-- >>> git tag v0.1.0
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL;
-- >>> git tag v0.2.0
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes ADD COLUMN a INT NULL, ALGORITHM = INSTANT;
