-- Procedure: sign_record
--
-- The doctor stands by what was written. From here on the triggers let nothing but voiding through.
CREATE PROCEDURE sign_record (
    IN in_record_id BIGINT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Signs a draft medical record'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
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

    SELECT
        r.status,
        r.voided_at
    INTO v_status, v_voided_at
    FROM medical_records AS r
    WHERE r.record_id = in_record_id
    FOR UPDATE;
    IF v_status IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'sign_record: there is no such record';
    END IF;
    IF v_voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'sign_record: the record is void';
    END IF;
    IF v_status = 'Signed' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'sign_record: the record is already signed';
    END IF;

    UPDATE medical_records
    SET status = 'Signed'
    WHERE record_id = in_record_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
