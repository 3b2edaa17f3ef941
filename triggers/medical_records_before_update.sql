-- Trigger: medical_records_before_update
--
-- A signed record is evidence: the only change it can still see is to be voided, once. A draft
-- changes freely but stays with its patient. Texts are compared byte by byte: to the columns'
-- collation a changed accent is no change.
CREATE TRIGGER medical_records_before_update
BEFORE UPDATE ON medical_records
FOR EACH ROW
BEGIN
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
    IF (NEW.record_date <= last_day(NEW.record_date)) IS NOT TRUE OR NEW.status = '' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: record_date or status is not a possible value';
    END IF;
    IF NEW.patient_id <> OLD.patient_id THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'medical_records: a record stays with its patient';
    END IF;
    IF NEW.status = 'Signed' THEN
        SET NEW.signed_at = coalesce(NEW.signed_at, utc_timestamp(6));
    END IF;
    SET NEW.updated_at = utc_instant();
END;
