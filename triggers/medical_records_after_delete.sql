-- Trigger: medical_records_after_delete
--
-- The whole row as it was: only a draft can be deleted.
CREATE TRIGGER medical_records_after_delete
AFTER DELETE ON medical_records
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
            'created_at', OLD.created_at,
            'updated_at', OLD.updated_at
        ),
        NULL
    );
END;
