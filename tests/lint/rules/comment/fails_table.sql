-- finds: migrations/0002_change_notes.sql:6:1
-- finds: migrations/0002_change_notes.sql:8:5
-- finds: migrations/0002_change_notes.sql:9:5
-- finds: migrations/0002_change_notes.sql:12:30
-- finds: migrations/0002_change_notes.sql:12:56
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL COMMENT 'Key',
    body TEXT NULL,
    said TEXT NULL COMMENT '',
    CONSTRAINT pk_drafts PRIMARY KEY (draft_id)
);
ALTER TABLE notes ADD COLUMN z INT NULL, MODIFY COLUMN body VARCHAR(300) NULL;
