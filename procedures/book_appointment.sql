-- Procedure: book_appointment
--
-- What the reception does all day. Doctor and patient are locked in this order, so that bookings
-- of one doctor queue instead of deadlocking; the slots refuse an overlap whoever inserts.
CREATE PROCEDURE book_appointment (
    IN in_patient_id BIGINT,
    IN in_doctor_id BIGINT,
    IN in_at DATETIME(6),
    IN in_duration_min INT,
    IN in_notes VARCHAR(500),
    OUT out_appointment_id BIGINT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Books a visit; a NULL duration is 30 minutes'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_is_active BOOLEAN;
    DECLARE v_found BIGINT;
    DECLARE v_voided_at DATETIME(6);
    DECLARE v_duration_min INT DEFAULT coalesce(in_duration_min, 30);
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

    SELECT d.is_active INTO v_is_active
    FROM doctors AS d
    WHERE d.doctor_id = in_doctor_id
    FOR UPDATE;
    IF v_is_active IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: there is no such doctor';
    END IF;
    IF NOT v_is_active THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: the doctor is not active';
    END IF;

    SELECT
        p.patient_id,
        p.voided_at
    INTO v_found, v_voided_at
    FROM patients AS p
    WHERE p.patient_id = in_patient_id
    FOR UPDATE;
    IF v_found IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: there is no such patient';
    END IF;
    IF v_voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: the patient is voided';
    END IF;

    -- The parameter keeps fractions of a second, so that nothing is rounded onto the grid.
    IF in_at IS NULL OR mod(minute(in_at), 15) <> 0 OR second(in_at) + microsecond(in_at) <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: the time is not a full quarter of an hour';
    END IF;
    IF in_at < clinic_now() THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: the time is in the past';
    END IF;
    IF v_duration_min NOT BETWEEN 15 AND 480 OR mod(v_duration_min, 15) <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'book_appointment: the duration is 15 to 480 minutes in steps of 15';
    END IF;

    INSERT INTO appointments (patient_id, doctor_id, appointment_date, duration_min, notes)
    VALUES (in_patient_id, in_doctor_id, in_at, v_duration_min, in_notes);
    SET out_appointment_id = last_insert_id();

    IF v_own THEN
        COMMIT;
    END IF;
END;
