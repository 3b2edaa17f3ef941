-- Rollback: 0002_create_doctors
--
-- Doctors go once nothing that names them is left.

DROP TABLE doctors;
