-- Rollback: 0005_create_appointments
--
-- Appointments go before the people they join.

DROP TABLE appointments;
