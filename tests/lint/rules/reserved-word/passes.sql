-- >>> migrations/0002_change_notes.sql
CREATE TABLE drafts (
    status INT NOT NULL COMMENT 'order',
    `name` VARCHAR(20) NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (status)
);
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note (IN in_key INT, OUT out_id INT) SELECT 1;
