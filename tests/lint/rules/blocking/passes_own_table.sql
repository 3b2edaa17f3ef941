-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (draft_id BIGINT NOT NULL PRIMARY KEY, a INT NULL);
ALTER TABLE drafts MODIFY COLUMN a BIGINT NULL;
