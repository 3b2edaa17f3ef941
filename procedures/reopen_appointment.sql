-- Procedure: reopen_appointment
--
-- Takes a closing back: a completed visit is being treated again, one that was cancelled or missed
-- is planned again if its time is still free. What is planned anew for a time to come is asked what
-- booking asks. The trigger refuses a signed or billed one.
CREATE PROCEDURE reopen_appointment (
    IN in_appointment_id BIGINT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Reopens a completed, cancelled or missed visit'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_status VARCHAR(20);
    DECLARE v_is_active BOOLEAN;
    DECLARE v_voided_at DATETIME(6);
    DECLARE v_now DATETIME(6);
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
            SET MESSAGE_TEXT = 'reopen_appointment: there is no such appointment';
    END IF;
    IF v_status IN ('Scheduled', 'CheckedIn') THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reopen_appointment: the appointment is open';
    END IF;
    -- One that is past is only corrected, and whoever was in it may have left since.
    SET v_now = clinic_now();
    SELECT
        d.is_active,
        p.voided_at
    INTO v_is_active, v_voided_at
    FROM appointments AS a
    INNER JOIN doctors AS d ON a.doctor_id = d.doctor_id
    INNER JOIN patients AS p ON a.patient_id = p.patient_id
    WHERE
        a.appointment_id = in_appointment_id
        AND a.status <> 'Completed'
        AND a.appointment_date >= v_now
    FOR UPDATE;
    IF NOT v_is_active THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reopen_appointment: the doctor is not active';
    END IF;
    IF v_voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'reopen_appointment: the patient is voided';
    END IF;

    UPDATE appointments
    SET
        status = if(v_status = 'Completed', 'CheckedIn', 'Scheduled'),
        cancel_reason = NULL
    WHERE appointment_id = in_appointment_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
