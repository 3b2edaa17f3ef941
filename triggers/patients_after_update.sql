-- Trigger: patients_after_update
--
-- Who changed what a patient's row says, for the day somebody asks. An erased person is taken out
-- of these rows again by erase_patient.
CREATE TRIGGER patients_after_update
AFTER UPDATE ON patients
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
            'created_at', OLD.created_at
        ),
        json_object(
            'patient_id', NEW.patient_id,
            'full_name', NEW.full_name,
            'date_of_birth', NEW.date_of_birth,
            'gender', NEW.gender,
            'phone', NEW.phone,
            'email', NEW.email,
            'address', NEW.address,
            'voided_at', NEW.voided_at,
            'void_reason', NEW.void_reason,
            'created_at', NEW.created_at
        )
    );
END;
