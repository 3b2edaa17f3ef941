-- Rollback: 0006_create_appointment_slots
--
-- Slots are derived from appointments: nothing is lost that they do not hold.

DROP TABLE appointment_slots;
