-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (draft_id BIGINT NOT NULL, a INT NULL);
ALTER TABLE drafts DROP COLUMN a;
TRUNCATE TABLE drafts;
RENAME TABLE drafts TO sketches;
DROP TABLE sketches;
CREATE TEMPORARY TABLE t (a INT NULL);
DROP TEMPORARY TABLE t;
