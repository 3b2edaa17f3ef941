-- Procedure: mark_no_show
--
-- The patient did not come. The trigger gives the slots back and refuses what was not planned.
CREATE PROCEDURE mark_no_show (
    IN in_appointment_id BIGINT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Notes that the patient of a planned visit did not come'
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
            SET MESSAGE_TEXT = 'mark_no_show: there is no such appointment';
    END IF;
    IF v_status = 'NoShow' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'mark_no_show: the appointment is marked already';
    END IF;

    UPDATE appointments
    SET status = 'NoShow'
    WHERE appointment_id = in_appointment_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
