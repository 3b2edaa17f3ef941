-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL COMMENT 'Key; the comment''s "quotes", and COMMENT in it',
    CONSTRAINT pk_drafts PRIMARY KEY (draft_id) COMMENT 'not needed'
) COMMENT = 'Drafts';
ALTER TABLE notes ADD COLUMN z INT NULL COMMENT 'What', DROP COLUMN price;
ALTER TABLE notes RENAME COLUMN body TO says;
