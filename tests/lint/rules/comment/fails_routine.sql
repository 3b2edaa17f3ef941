-- finds: procedures/write_note.sql:1:18
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note () CONTAINS SQL SELECT 1;
