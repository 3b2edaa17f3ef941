-- Rollback: 0001_create_notes
--
-- Gives back exactly what was there before.
DROP TABLE notes;
