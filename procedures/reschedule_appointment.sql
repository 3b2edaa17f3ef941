-- Procedure: reschedule_appointment
--
-- Moves a visit without ever letting its time go before the new one is had: the trigger swaps the
-- slots in the same statement.
CREATE PROCEDURE reschedule_appointment (
    IN in_appointment_id BIGINT,
    IN in_at DATETIME(6),
    IN in_duration_min INT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Moves an open visit to another time; a NULL duration stays'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_status VARCHAR(20);
    DECLARE v_is_active BOOLEAN;
    DECLARE v_voided_at DATETIME(6);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        IF v_own THEN
            ROLLBACK;
        END IF;
        RESIGNAL;
    END;
    DECLARE CONTINUE HANDLER FOR 1568 SET v_own = FALSE;

    SET SESSION foreign_key_checks = 1;
    SET SESSION unique_checks = 1;
    SET SESSION timestamp = DEFAULT;
    /*!90700 SET SESSION enable_cascade_triggers = OFF; */

    -- Inside the caller's transaction this is refused with 1568, and the work joins it.
    IF @@SESSION.autocommit THEN
        SET v_own = TRUE;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    END IF;
    IF v_own THEN
        START TRANSACTION;
    END IF;

    CALL lock_appointment(in_appointment_id, v_status);
    IF v_status IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: there is no such appointment';
    END IF;
    IF v_status NOT IN ('Scheduled', 'CheckedIn') THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: the appointment is not open';
    END IF;
    SELECT
        d.is_active,
        p.voided_at
    INTO v_is_active, v_voided_at
    FROM appointments AS a
    INNER JOIN doctors AS d ON a.doctor_id = d.doctor_id
    INNER JOIN patients AS p ON a.patient_id = p.patient_id
    WHERE a.appointment_id = in_appointment_id
    FOR UPDATE;
    IF NOT v_is_active THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: the doctor is not active';
    END IF;
    IF v_voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: the patient is voided';
    END IF;
    -- The parameter keeps fractions of a second, so that nothing is rounded onto the grid.
    IF in_at IS NULL OR mod(minute(in_at), 15) <> 0 OR second(in_at) + microsecond(in_at) <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: the time is not a full quarter of an hour';
    END IF;
    IF in_at < clinic_now() THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: the time is in the past';
    END IF;
    IF in_duration_min NOT BETWEEN 15 AND 480 OR mod(in_duration_min, 15) <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reschedule_appointment: the duration is 15 to 480 minutes by 15';
    END IF;

    UPDATE appointments
    SET
        appointment_date = in_at,
        duration_min = coalesce(in_duration_min, duration_min)
    WHERE appointment_id = in_appointment_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
