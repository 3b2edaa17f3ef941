-- finds: migrations/0002_change_notes.sql:8:23
-- finds: migrations/0002_change_notes.sql:9:19
-- finds: migrations/0002_change_notes.sql:10:5
-- finds: migrations/0002_change_notes.sql:11:5
-- finds: migrations/0002_change_notes.sql:12:5
-- finds: migrations/0002_change_notes.sql:13:5
-- finds: migrations/0002_change_notes.sql:15:23
-- finds: migrations/0002_change_notes.sql:15:42
-- finds: migrations/0002_change_notes.sql:15:83
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE TABLE drafts (
    draft_id BIGINT NOT NULL PRIMARY KEY,
    code CHAR(3) NULL UNIQUE,
    size INT NULL CHECK (size > 0),
    KEY (code),
    UNIQUE (code, size),
    FOREIGN KEY (draft_id) REFERENCES notes (note_id),
    CHECK (size < 9)
);
ALTER TABLE notes ADD UNIQUE (body), ADD CHECK (price > 0), ADD COLUMN z INT NULL UNIQUE KEY;
