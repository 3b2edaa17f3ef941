-- Trigger: medical_records_before_insert
--
-- A record belongs to the people of its visit: a wrong patient on a record is the worst mistake a
-- clinic can make. The visit is read without a lock, because its own trigger inserts drafts and
-- may not lock it; the foreign key waits for whoever is changing it.
CREATE TRIGGER medical_records_before_insert
BEFORE INSERT ON medical_records
FOR EACH ROW
BEGIN
    DECLARE v_is_same BOOLEAN;

    IF NEW.appointment_id IS NOT NULL THEN
        SELECT a.patient_id = NEW.patient_id AND a.doctor_id = NEW.doctor_id INTO v_is_same
        FROM appointments AS a
        WHERE a.appointment_id = NEW.appointment_id;
        IF NOT v_is_same THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'medical_records: patient or doctor is not the appointment''s';
        END IF;
    END IF;
    SET NEW.record_date = coalesce(NEW.record_date, clinic_today());
    IF NEW.status = 'Signed' THEN
        SET NEW.signed_at = coalesce(NEW.signed_at, utc_timestamp(6));
    END IF;
END;
