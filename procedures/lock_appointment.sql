-- Procedure: lock_appointment
--
-- The one order in which locks are taken: doctor, patient, appointment. Who the people are is read
-- without a lock first; where the visit turns out to have others, because it changed meanwhile or
-- is newer than the caller's snapshot, theirs are taken too, but never waited for.
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
    DECLARE v_new_doctor_id BIGINT;
    DECLARE v_new_patient_id BIGINT;
    DECLARE EXIT HANDLER FOR 3572
    BEGIN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'lock_appointment: the appointment changed meanwhile, try again';
    END;

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
        a.doctor_id,
        a.patient_id
    INTO out_status, v_new_doctor_id, v_new_patient_id
    FROM appointments AS a
    WHERE a.appointment_id = in_appointment_id
    FOR UPDATE;

    -- Out of order from here on, so that waiting could close a circle.
    IF NOT (v_new_doctor_id <=> v_doctor_id) THEN
        SELECT d.doctor_id INTO v_doctor_id
        FROM doctors AS d
        WHERE d.doctor_id = v_new_doctor_id
        FOR UPDATE NOWAIT;
    END IF;
    IF NOT (v_new_patient_id <=> v_patient_id) THEN
        SELECT p.patient_id INTO v_patient_id
        FROM patients AS p
        WHERE p.patient_id = v_new_patient_id
        FOR UPDATE NOWAIT;
    END IF;
END;
