-- Procedure: issue_bill
--
-- One live bill per visit. The trigger locks the visit and sums its lines, so that the total is
-- theirs whoever inserts; the unique key refuses the second bill, also when two are issued at once.
CREATE PROCEDURE issue_bill (
    IN in_appointment_id BIGINT,
    OUT out_bill_id BIGINT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Issues the bill of a visit for the sum of its lines'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_patient_id BIGINT;
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

    SELECT a.patient_id INTO v_patient_id
    FROM appointments AS a
    WHERE a.appointment_id = in_appointment_id
    FOR UPDATE;
    IF v_patient_id IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'issue_bill: there is no such appointment';
    END IF;

    BEGIN
        DECLARE EXIT HANDLER FOR 1062
        BEGIN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'issue_bill: the appointment already has a live bill';
        END;

        INSERT INTO billing (patient_id, appointment_id)
        VALUES (v_patient_id, in_appointment_id);
        SET out_bill_id = last_insert_id();
    END;

    IF v_own THEN
        COMMIT;
    END IF;
END;
