-- Procedure: free_slots
--
-- The counterpart of hold_slots. Each slot goes by its full primary key: freed by any other
-- condition, the range locks deadlock with bookings next to it.
CREATE PROCEDURE free_slots (
    IN in_appointment_id BIGINT,
    IN in_doctor_id BIGINT,
    IN in_start DATETIME,
    IN in_duration_min INT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Gives back the slots of an appointment; internal to the triggers on appointments'
BEGIN
    DECLARE v_slot DATETIME DEFAULT in_start;

    WHILE v_slot < in_start + INTERVAL in_duration_min MINUTE DO
        DELETE FROM appointment_slots
        WHERE
            doctor_id = in_doctor_id
            AND slot_start = v_slot
            AND appointment_id = in_appointment_id;
        SET v_slot = v_slot + INTERVAL 15 MINUTE;
    END WHILE;
END;
