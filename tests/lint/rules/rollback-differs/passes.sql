-- >>> migrations/0002_change_notes.sql
ALTER TABLE notes DROP COLUMN price;
CREATE TRIGGER notes_before_insert BEFORE INSERT ON notes FOR EACH ROW SET NEW.body = 'a';
-- >>> migrations/0002_change_notes.rollback.sql
DROP TRIGGER notes_before_insert;
ALTER TABLE notes ADD COLUMN price DECIMAL(10, 2) NULL COMMENT 'What it costs' AFTER kind;
