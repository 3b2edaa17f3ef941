-- finds: migrations/0002_change_notes.sql:6:19
-- finds: migrations/0002_change_notes.sql:7:19
-- finds: migrations/0002_change_notes.sql:8:19
-- finds: migrations/0002_change_notes.sql:9:19
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

ALTER TABLE notes DROP PARTITION p0;
ALTER TABLE notes TRUNCATE PARTITION p1;
ALTER TABLE notes DISCARD PARTITION p1 TABLESPACE;
ALTER TABLE notes DISCARD TABLESPACE;
