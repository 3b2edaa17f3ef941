-- Trigger: appointments_after_insert
--
-- Takes the slots, which is what refuses a double booking whoever inserts. A visit that arrives
-- completed, by an import, gets its record as any other.
CREATE TRIGGER appointments_after_insert
AFTER INSERT ON appointments
FOR EACH ROW
BEGIN
    IF NEW.status IN ('Scheduled', 'CheckedIn', 'Completed') THEN
        CALL hold_slots(
            NEW.appointment_id, NEW.doctor_id, NEW.patient_id,
            NEW.appointment_date, NEW.duration_min
        );
    END IF;
    IF NEW.status = 'Completed' THEN
        CALL draft_record(
            NEW.appointment_id, NEW.patient_id, NEW.doctor_id, NEW.appointment_date
        );
    END IF;
END;
