-- Procedure: lock_appointment
--
-- The one order in which locks are taken: doctor, patient, appointment. Who the people are is read
-- without a lock first, so it is checked again once nobody can change it.
CREATE PROCEDURE lock_appointment (
    IN in_appointment_id BIGINT,
    OUT out_status VARCHAR(20)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Locks doctor, patient and visit; internal to the procedures, NULL for an unknown visit'
BEGIN
    DECLARE v_doctor_id BIGINT;
    DECLARE v_patient_id BIGINT;
    DECLARE v_is_unchanged BOOLEAN;

    SELECT
        a.doctor_id,
        a.patient_id
    INTO v_doctor_id, v_patient_id
    FROM appointments AS a
    WHERE a.appointment_id = in_appointment_id;
    SELECT d.doctor_id INTO v_doctor_id
    FROM doctors AS d
    WHERE d.doctor_id = v_doctor_id
    FOR UPDATE;
    SELECT p.patient_id INTO v_patient_id
    FROM patients AS p
    WHERE p.patient_id = v_patient_id
    FOR UPDATE;
    SELECT
        a.status,
        a.doctor_id = v_doctor_id AND a.patient_id = v_patient_id AS is_unchanged
    INTO out_status, v_is_unchanged
    FROM appointments AS a
    WHERE a.appointment_id = in_appointment_id
    FOR UPDATE;
    IF NOT v_is_unchanged THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lock_appointment: the appointment changed meanwhile, try again';
    END IF;
END;
