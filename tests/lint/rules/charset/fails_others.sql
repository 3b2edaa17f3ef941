-- finds: migrations/0002_change_notes.sql:8:5
-- finds: migrations/0002_change_notes.sql:9:5
-- finds: migrations/0002_change_notes.sql:10:19
-- finds: migrations/0002_change_notes.sql:11:41
-- finds: migrations/0002_change_notes.sql:12:30
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL,
    code CHAR(8) CHARACTER SET latin1 NOT NULL,
    name VARCHAR(20) COLLATE utf8mb4_bin NOT NULL
) DEFAULT CHARSET utf8mb3;
ALTER TABLE notes DEFAULT CHARACTER SET latin1 COLLATE latin1_bin;
ALTER TABLE notes ADD COLUMN z VARCHAR(5) CHARACTER SET ascii NULL;
