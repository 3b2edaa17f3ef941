-- Trigger: medical_records_after_update
--
-- A draft can be rewritten, and a record voided: what it said before is kept here.
CREATE TRIGGER medical_records_after_update
AFTER UPDATE ON medical_records
FOR EACH ROW
BEGIN
    CALL log_change(
        'medical_records',
        OLD.record_id,
        json_object(
            'record_id', OLD.record_id,
            'appointment_id', OLD.appointment_id,
            'patient_id', OLD.patient_id,
            'doctor_id', OLD.doctor_id,
            'icd10_code', OLD.icd10_code,
            'diagnosis', OLD.diagnosis,
            'treatment', OLD.treatment,
            'prescription', OLD.prescription,
            'symptoms', OLD.symptoms,
            'allergies', OLD.allergies,
            'systolic', OLD.systolic,
            'diastolic', OLD.diastolic,
            'status', OLD.status,
            'signed_at', OLD.signed_at,
            'record_date', OLD.record_date,
            'voided_at', OLD.voided_at,
            'void_reason', OLD.void_reason,
            'created_at', OLD.created_at
        ),
        json_object(
            'record_id', NEW.record_id,
            'appointment_id', NEW.appointment_id,
            'patient_id', NEW.patient_id,
            'doctor_id', NEW.doctor_id,
            'icd10_code', NEW.icd10_code,
            'diagnosis', NEW.diagnosis,
            'treatment', NEW.treatment,
            'prescription', NEW.prescription,
            'symptoms', NEW.symptoms,
            'allergies', NEW.allergies,
            'systolic', NEW.systolic,
            'diastolic', NEW.diastolic,
            'status', NEW.status,
            'signed_at', NEW.signed_at,
            'record_date', NEW.record_date,
            'voided_at', NEW.voided_at,
            'void_reason', NEW.void_reason,
            'created_at', NEW.created_at
        )
    );
END;
