-- Rollback of 0001_create_notes: gives back exactly what was there before.
DROP TABLE notes;
