-- Procedure: cancel_appointment
--
-- A cancellation keeps its reason, because a clinic asks later why its mornings were empty. The
-- trigger gives the slots back and refuses a visit that happened or is billed.
CREATE PROCEDURE cancel_appointment (
    IN in_appointment_id BIGINT,
    IN in_reason VARCHAR(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Cancels a visit for a reason'
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
            SET MESSAGE_TEXT = 'cancel_appointment: there is no such appointment';
    END IF;
    IF v_status = 'Cancelled' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'cancel_appointment: the appointment is already cancelled';
    END IF;
    IF trim(coalesce(in_reason, '')) = '' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'cancel_appointment: a reason is needed';
    END IF;

    UPDATE appointments
    SET
        status = 'Cancelled',
        cancel_reason = trim(in_reason)
    WHERE appointment_id = in_appointment_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
