-- Procedure: void_bill
--
-- Withdraws a bill so that a right one can be issued. The visit is locked first, as issuing does,
-- so that voiding and issuing never wait for each other in a circle.
CREATE PROCEDURE void_bill (
    IN in_bill_id BIGINT,
    IN in_reason VARCHAR(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Voids a bill that holds no money, for a reason'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_appointment_id BIGINT;
    DECLARE v_new_appointment_id BIGINT;
    DECLARE v_is_void BOOLEAN;
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

    -- Which visit a bill is for never changes, so this needs no lock.
    SELECT b.appointment_id INTO v_appointment_id
    FROM billing AS b
    WHERE b.bill_id = in_bill_id;
    SELECT a.appointment_id INTO v_appointment_id
    FROM appointments AS a
    WHERE a.appointment_id = v_appointment_id
    FOR UPDATE;
    SELECT
        b.is_void,
        b.appointment_id
    INTO v_is_void, v_new_appointment_id
    FROM billing AS b
    WHERE b.bill_id = in_bill_id
    FOR UPDATE;
    IF NOT (v_new_appointment_id <=> v_appointment_id) THEN
        -- Newer than the caller's snapshot; out of order, so that waiting could close a circle.
        BEGIN
            DECLARE EXIT HANDLER FOR 3572
            BEGIN
                SIGNAL SQLSTATE '45000'
                    SET MESSAGE_TEXT = 'void_bill: the bill changed meanwhile, try again';
            END;

            SELECT a.appointment_id INTO v_appointment_id
            FROM appointments AS a
            WHERE a.appointment_id = v_new_appointment_id
            FOR UPDATE NOWAIT;
        END;
    END IF;
    IF v_is_void IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'void_bill: there is no such bill';
    END IF;
    IF v_is_void THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'void_bill: the bill is already void';
    END IF;
    IF trim(coalesce(in_reason, '')) = '' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'void_bill: a reason is needed';
    END IF;

    UPDATE billing
    SET
        is_void = TRUE,
        void_reason = trim(in_reason)
    WHERE bill_id = in_bill_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
