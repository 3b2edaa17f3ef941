-- Trigger: medical_records_before_update
--
-- A signed record is evidence: the only change it can still see is to be voided, once. A draft
-- changes freely but stays with its patient, and a visit it is moved to is that patient's and that
-- doctor's. Texts are compared byte by byte: to the columns' collation a changed accent is no
-- change.
CREATE TRIGGER medical_records_before_update
BEFORE UPDATE ON medical_records
FOR EACH ROW
BEGIN
    DECLARE v_is_same BOOLEAN;

    -- A session that limits SELECT to no rows would make the look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF OLD.voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: a voided record cannot be changed';
    END IF;
    IF
        OLD.status = 'Signed'
        AND (
            NEW.voided_at IS NULL
            OR NOT (NEW.record_id <=> OLD.record_id)
            OR NOT (NEW.appointment_id <=> OLD.appointment_id)
            OR NOT (NEW.patient_id <=> OLD.patient_id)
            OR NOT (NEW.doctor_id <=> OLD.doctor_id)
            OR NOT (cast(NEW.icd10_code AS BINARY) <=> cast(OLD.icd10_code AS BINARY))
            OR NOT (cast(NEW.diagnosis AS BINARY) <=> cast(OLD.diagnosis AS BINARY))
            OR NOT (cast(NEW.treatment AS BINARY) <=> cast(OLD.treatment AS BINARY))
            OR NOT (cast(NEW.prescription AS BINARY) <=> cast(OLD.prescription AS BINARY))
            OR NOT (cast(NEW.symptoms AS BINARY) <=> cast(OLD.symptoms AS BINARY))
            OR NOT (cast(NEW.allergies AS BINARY) <=> cast(OLD.allergies AS BINARY))
            OR NOT (NEW.systolic <=> OLD.systolic)
            OR NOT (NEW.diastolic <=> OLD.diastolic)
            OR NOT (NEW.status <=> OLD.status)
            OR NOT (NEW.signed_at <=> OLD.signed_at)
            OR NOT (NEW.record_date <=> OLD.record_date)
            OR NOT (NEW.created_at <=> OLD.created_at)
        )
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: a signed record can only be voided';
    END IF;
    IF (NEW.record_date <= last_day(NEW.record_date) AND NEW.status <> '') IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: record_date or status is not a possible value';
    END IF;
    IF NEW.patient_id <> OLD.patient_id THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: a record stays with its patient';
    END IF;
    IF
        NEW.appointment_id <> coalesce(OLD.appointment_id, 0)
        OR (NEW.appointment_id IS NOT NULL AND NEW.doctor_id <> OLD.doctor_id)
    THEN
        SELECT a.patient_id = NEW.patient_id AND a.doctor_id = NEW.doctor_id INTO v_is_same
        FROM appointments AS a
        WHERE a.appointment_id = NEW.appointment_id
        FOR SHARE;
        IF NOT coalesce(v_is_same, @@SESSION.foreign_key_checks) THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'medical_records: patient or doctor is not the appointment''s';
        END IF;
    END IF;
    IF NEW.status = 'Signed' THEN
        SET NEW.signed_at = coalesce(NEW.signed_at, utc_timestamp(6));
    END IF;
    SET NEW.updated_at = utc_instant();
END;
