-- finds: migrations/0002_change_notes.sql:5:1
-- finds: procedures/write_note.sql:4:1
-- >>> migrations/0002_change_notes.sql
-- Migration: 0002_change_notes
ALTER TABLE notes ADD COLUMN a INT NULL;

ALTER TABLE notes
    ADD COLUMN b INTT NULL;
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note ()
BEGIN
    SELECT 1;
    SELEC 2;
END;
