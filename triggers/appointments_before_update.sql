-- Trigger: appointments_before_update
--
-- The state machine: what is not listed here cannot happen, whoever writes. A bill or a signed
-- record holds its visit in place until it is voided.
CREATE TRIGGER appointments_before_update
BEFORE UPDATE ON appointments
FOR EACH ROW
BEGIN
    DECLARE v_text VARCHAR(128);
    DECLARE v_record_id BIGINT;
    DECLARE v_bill_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF NOT (NEW.appointment_id <=> OLD.appointment_id) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: appointment_id cannot be changed';
    END IF;
    -- UPDATE IGNORE and sessions without strict mode write '' and days of no calendar instead of
    -- refusing them, a NULL included; no transition leads there.
    IF
        (date(NEW.appointment_date) <= last_day(NEW.appointment_date) AND NEW.status <> '')
        IS NOT TRUE
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: appointment_date or status is not a possible value';
    END IF;
    IF
        NEW.status <> OLD.status
        AND NOT (
            (
                OLD.status = 'Scheduled'
                AND NEW.status IN ('CheckedIn', 'Completed', 'Cancelled', 'NoShow')
            )
            OR (OLD.status = 'CheckedIn' AND NEW.status IN ('Completed', 'Cancelled', 'Scheduled'))
            OR (OLD.status = 'Completed' AND NEW.status = 'CheckedIn')
            OR (OLD.status IN ('Cancelled', 'NoShow') AND NEW.status = 'Scheduled')
        )
    THEN
        SET v_text = concat('appointments: ', OLD.status, ' cannot become ', NEW.status);
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = v_text;
    END IF;
    IF
        OLD.status = 'Completed'
        AND (
            NEW.appointment_date <> OLD.appointment_date
            OR NEW.duration_min <> OLD.duration_min
        )
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: a completed appointment cannot be moved';
    END IF;

    IF NEW.patient_id <> OLD.patient_id OR NEW.doctor_id <> OLD.doctor_id THEN
        SELECT max(r.record_id) INTO v_record_id
        FROM medical_records AS r
        WHERE r.appointment_id = OLD.appointment_id
        FOR SHARE;
        SELECT max(b.bill_id) INTO v_bill_id
        FROM billing AS b
        WHERE b.appointment_id = OLD.appointment_id
        FOR SHARE;
        IF v_record_id IS NOT NULL OR v_bill_id IS NOT NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'appointments: a record or a bill fixes patient and doctor';
        END IF;
    END IF;

    IF OLD.status = 'Completed' AND NEW.status = 'CheckedIn' THEN
        SELECT r.record_id INTO v_record_id
        FROM medical_records AS r
        WHERE r.live_appointment_id = OLD.appointment_id AND r.status = 'Signed'
        FOR SHARE;
        IF v_record_id IS NOT NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'appointments: the record is signed, void it before reopening';
        END IF;
    END IF;
    IF
        NEW.status <> OLD.status
        AND (OLD.status = 'Completed' OR NEW.status IN ('Cancelled', 'NoShow'))
    THEN
        SELECT b.bill_id INTO v_bill_id
        FROM billing AS b
        WHERE b.live_appointment_id = OLD.appointment_id
        FOR SHARE;
        IF v_bill_id IS NOT NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'appointments: a live bill exists, void it first';
        END IF;
    END IF;
    SET NEW.updated_at = utc_timestamp(6);
END;
