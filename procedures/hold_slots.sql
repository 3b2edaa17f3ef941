-- Procedure: hold_slots
--
-- The one place that turns an appointment into quarters of an hour. Called by the triggers on
-- appointments, inside their statement: it opens no transaction and pins nothing.
CREATE PROCEDURE hold_slots (
    IN in_appointment_id BIGINT,
    IN in_doctor_id BIGINT,
    IN in_patient_id BIGINT,
    IN in_start DATETIME,
    IN in_duration_min INT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Takes the slots of an appointment; internal to the triggers on appointments'
BEGIN
    DECLARE v_slot DATETIME DEFAULT in_start;
    DECLARE v_text TEXT;
    DECLARE EXIT HANDLER FOR 1062
    BEGIN
        GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
        IF v_text LIKE '%uq_appointment_slots_patient%' THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'appointments: the patient is already booked at that time';
        END IF;
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: the doctor is already booked at that time';
    END;

    -- Ascending, so that two sessions that want the same slots meet at the first one.
    WHILE v_slot < in_start + INTERVAL in_duration_min MINUTE DO
        INSERT INTO appointment_slots (doctor_id, slot_start, patient_id, appointment_id)
        VALUES (in_doctor_id, v_slot, in_patient_id, in_appointment_id);
        SET v_slot = v_slot + INTERVAL 15 MINUTE;
    END WHILE;
END;
