-- Procedure: reopen_appointment
--
-- Takes a closing back: a completed visit is being treated again, one that was cancelled or missed
-- is planned again if its time is still free. The trigger refuses a signed or billed one.
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

    UPDATE appointments
    SET
        status = if(v_status = 'Completed', 'CheckedIn', 'Scheduled'),
        cancel_reason = NULL
    WHERE appointment_id = in_appointment_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
