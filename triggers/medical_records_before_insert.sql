-- Trigger: medical_records_before_insert
--
-- A record belongs to the people of its visit: a wrong patient on a record is the worst mistake a
-- clinic can make. Where a session has switched foreign keys off, they are looked up here; and one
-- without strict mode can write days that no calendar has.
CREATE TRIGGER medical_records_before_insert
BEFORE INSERT ON medical_records
FOR EACH ROW
BEGIN
    DECLARE v_is_same BOOLEAN;
    DECLARE v_patient_id BIGINT;
    DECLARE v_doctor_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: a session does not choose the next key';
    END IF;
    IF NEW.appointment_id IS NOT NULL THEN
        SELECT a.patient_id = NEW.patient_id AND a.doctor_id = NEW.doctor_id INTO v_is_same
        FROM appointments AS a
        WHERE a.appointment_id = NEW.appointment_id
        FOR SHARE;
        IF NOT coalesce(v_is_same, @@SESSION.foreign_key_checks) THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'medical_records: patient or doctor is not the appointment''s';
        END IF;
    END IF;
    IF NOT @@SESSION.foreign_key_checks THEN
        SELECT d.doctor_id INTO v_doctor_id
        FROM doctors AS d
        WHERE d.doctor_id = NEW.doctor_id
        FOR SHARE;
        SELECT p.patient_id INTO v_patient_id
        FROM patients AS p
        WHERE p.patient_id = NEW.patient_id
        FOR SHARE;
        IF v_doctor_id IS NULL OR v_patient_id IS NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'medical_records: there is no such patient or doctor';
        END IF;
    END IF;
    IF NEW.record_date IS NULL THEN
        SET NEW.record_date = clinic_today();
    END IF;
    IF (NEW.record_date <= last_day(NEW.record_date) AND NEW.status <> '') IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: record_date or status is not a possible value';
    END IF;
    IF NEW.status = 'Signed' THEN
        SET NEW.signed_at = coalesce(NEW.signed_at, utc_timestamp(6));
    END IF;
    IF NEW.created_at = utc_timestamp(6) THEN
        SET NEW.created_at = utc_instant();
        SET NEW.updated_at = NEW.created_at;
    END IF;
END;
