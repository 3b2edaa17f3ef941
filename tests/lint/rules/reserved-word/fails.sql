-- finds: migrations/0002_change_notes.sql:1:1
-- finds: migrations/0002_change_notes.sql:2:5
-- finds: migrations/0002_change_notes.sql:3:5
-- finds: migrations/0002_change_notes.sql:4:5
-- finds: migrations/0002_change_notes.sql:6:19
-- finds: migrations/0002_change_notes.sql:6:60
-- finds: migrations/0002_change_notes.sql:7:1
-- finds: procedures/write_note.sql:1:33
-- >>> migrations/0002_change_notes.sql
CREATE TABLE `groups` (
    `rank` INT NOT NULL COMMENT 'Rank',
    intersect INT NULL,
    KEY `index` (`rank`)
);
ALTER TABLE notes RENAME COLUMN body TO `read`, ADD COLUMN `order` INT NULL;
RENAME TABLE notes TO `system`;
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note (IN `key` INT, OUT out_id INT) SELECT 1;
