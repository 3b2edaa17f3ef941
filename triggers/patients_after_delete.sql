-- Trigger: patients_after_delete
--
-- The whole row as it was. Patients are erased, not deleted, so this is rare and worth knowing.
CREATE TRIGGER patients_after_delete
AFTER DELETE ON patients
FOR EACH ROW
BEGIN
    CALL log_change(
        'patients',
        OLD.patient_id,
        json_object(
            'patient_id', OLD.patient_id,
            'full_name', OLD.full_name,
            'date_of_birth', OLD.date_of_birth,
            'gender', OLD.gender,
            'phone', OLD.phone,
            'email', OLD.email,
            'address', OLD.address,
            'voided_at', OLD.voided_at,
            'void_reason', OLD.void_reason,
            'created_at', OLD.created_at,
            'updated_at', OLD.updated_at
        ),
        NULL
    );
END;
