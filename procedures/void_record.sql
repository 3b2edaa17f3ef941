-- Procedure: void_record
--
-- A wrong record is withdrawn with a reason, never removed: what was once believed is history too.
CREATE PROCEDURE void_record (
    IN in_record_id BIGINT,
    IN in_reason VARCHAR(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Voids a medical record, draft or signed, for a reason'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_appointment_id BIGINT;
    DECLARE v_new_appointment_id BIGINT;
    DECLARE v_status VARCHAR(20);
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

    -- The visit first, as completing and reopening do, or they would deadlock on the record.
    SELECT r.appointment_id INTO v_appointment_id
    FROM medical_records AS r
    WHERE r.record_id = in_record_id;
    SELECT a.appointment_id INTO v_appointment_id
    FROM appointments AS a
    WHERE a.appointment_id = v_appointment_id
    FOR UPDATE;
    SELECT
        r.status,
        r.voided_at,
        r.appointment_id
    INTO v_status, v_voided_at, v_new_appointment_id
    FROM medical_records AS r
    WHERE r.record_id = in_record_id
    FOR UPDATE;
    IF NOT (v_new_appointment_id <=> v_appointment_id) THEN
        -- Newer than the caller's snapshot; out of order, so that waiting could close a circle.
        BEGIN
            DECLARE EXIT HANDLER FOR 3572
            BEGIN
                SIGNAL SQLSTATE '45000'
                    SET MESSAGE_TEXT = 'void_record: the record changed meanwhile, try again';
            END;

            SELECT a.appointment_id INTO v_appointment_id
            FROM appointments AS a
            WHERE a.appointment_id = v_new_appointment_id
            FOR UPDATE NOWAIT;
        END;
    END IF;
    IF v_status IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'void_record: there is no such record';
    END IF;
    IF v_voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'void_record: the record is already void';
    END IF;
    IF trim(coalesce(in_reason, '')) = '' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'void_record: a reason is needed';
    END IF;

    UPDATE medical_records
    SET
        voided_at = utc_timestamp(6),
        void_reason = trim(in_reason)
    WHERE record_id = in_record_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
