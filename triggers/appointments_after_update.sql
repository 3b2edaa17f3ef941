-- Trigger: appointments_after_update
--
-- Moves or frees the slots with the visit, and gives a completed visit its draft record: nobody
-- has to remember either.
CREATE TRIGGER appointments_after_update
AFTER UPDATE ON appointments
FOR EACH ROW
BEGIN
    DECLARE v_is_free BOOLEAN DEFAULT FALSE;

    IF
        OLD.status IN ('Scheduled', 'CheckedIn', 'Completed')
        AND (
            NEW.status NOT IN ('Scheduled', 'CheckedIn', 'Completed')
            OR NEW.doctor_id <> OLD.doctor_id
            OR NEW.patient_id <> OLD.patient_id
            OR NEW.appointment_date <> OLD.appointment_date
            OR NEW.duration_min <> OLD.duration_min
        )
    THEN
        CALL free_slots(
            OLD.appointment_id, OLD.doctor_id, OLD.appointment_date, OLD.duration_min
        );
        SET v_is_free = TRUE;
    END IF;
    IF
        NEW.status IN ('Scheduled', 'CheckedIn', 'Completed')
        AND (v_is_free OR OLD.status NOT IN ('Scheduled', 'CheckedIn', 'Completed'))
    THEN
        CALL hold_slots(
            NEW.appointment_id, NEW.doctor_id, NEW.patient_id,
            NEW.appointment_date, NEW.duration_min
        );
    END IF;
    IF NEW.status = 'Completed' AND OLD.status <> 'Completed' THEN
        CALL draft_record(
            NEW.appointment_id, NEW.patient_id, NEW.doctor_id, NEW.appointment_date
        );
    END IF;
END;
