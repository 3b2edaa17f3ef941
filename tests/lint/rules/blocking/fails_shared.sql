-- finds: migrations/0002_change_notes.sql:6:1
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

CREATE FULLTEXT INDEX ft_notes_body ON notes (body);
