-- Trigger: appointments_after_delete
--
-- Slots have no foreign key (REPLACE and switched-off checks would leave them behind), so this is
-- what gives them back.
CREATE TRIGGER appointments_after_delete
AFTER DELETE ON appointments
FOR EACH ROW
BEGIN
    CALL free_slots(OLD.appointment_id, OLD.doctor_id, OLD.appointment_date, OLD.duration_min);
END;
