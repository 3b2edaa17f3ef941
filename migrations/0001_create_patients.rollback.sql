-- Rollback: 0001_create_patients
--
-- The first table is the last to go: nothing refers to it any more.

DROP TABLE patients;
