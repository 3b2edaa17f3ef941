-- finds: migrations/0002_change_notes.rollback.sql:1:1
-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes DROP COLUMN price;
-- >>> migrations/0002_change_notes.rollback.sql
ALTER TABLE notes ADD COLUMN price DECIMAL(10, 2) NULL COMMENT 'What it costs';
-- >>> migrations/0003_more.sql
CREATE TABLE drafts (draft_id INT NOT NULL);
-- >>> migrations/0003_more.rollback.sql
DROP TABLE drafts;
