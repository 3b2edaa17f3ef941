-- Procedure: erase_patient
--
-- Takes the person out and leaves the history: records and bills must be kept for decades, and
-- they need no name. The year of birth stays, because a finding means little without an age. Of a
-- patient whose row was deleted instead, only the audit log still knows.
CREATE PROCEDURE erase_patient (
    IN in_patient_id BIGINT,
    IN in_reason VARCHAR(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Erases a patient''s identity and policies, here and in the audit log; history stays'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_found BIGINT;
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
        p.patient_id,
        p.voided_at
    INTO v_found, v_voided_at
    FROM patients AS p
    WHERE p.patient_id = in_patient_id
    FOR UPDATE;
    IF v_voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'erase_patient: the patient is already erased';
    END IF;
    IF trim(coalesce(in_reason, '')) = '' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'erase_patient: a reason is needed';
    END IF;

    -- Bills keep what they say; their policy becomes NULL by the foreign key.
    DELETE FROM insurance
    WHERE patient_id = in_patient_id;
    UPDATE patients
    SET
        full_name = 'Erased patient',
        -- makedate() would make 2030 of the year 30, which somebody once mistyped.
        date_of_birth = date_format(date_of_birth, '%Y-01-01'),
        phone = NULL,
        email = NULL,
        address = NULL,
        voided_at = utc_timestamp(6),
        void_reason = trim(in_reason)
    WHERE patient_id = in_patient_id;
    -- After the update above, which has just logged the name once more.
    UPDATE audit_log
    SET changes = redacted_changes(changes)
    WHERE
        table_name = 'patients'
        AND row_id = in_patient_id
        AND changes <> redacted_changes(changes);
    IF v_found IS NULL AND row_count() = 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'erase_patient: there is no such patient';
    END IF;

    IF v_own THEN
        COMMIT;
    END IF;
END;
