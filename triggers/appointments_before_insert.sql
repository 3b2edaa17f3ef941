-- Trigger: appointments_before_insert
--
-- Any account may SET insert_id, also in front of a procedure: with the highest number there is,
-- the table would take no further visit. What an import gives must be possible, and must
-- not change whom a record is about.
CREATE TRIGGER appointments_before_insert
BEFORE INSERT ON appointments
FOR EACH ROW
BEGIN
    DECLARE v_record_id BIGINT;

    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: a session does not choose the next key';
    END IF;
    -- INSERT IGNORE and sessions without strict mode write '' and days of no calendar instead of
    -- refusing them; a visit in no state would hold no slots.
    IF
        (date(NEW.appointment_date) <= last_day(NEW.appointment_date) AND NEW.status <> '')
        IS NOT TRUE
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointments: appointment_date or status is not a possible value';
    END IF;
    -- REPLACE puts another visit under a record that stays: the key does not change, so no foreign
    -- key acts. A key that the table chooses has no record yet, and costs no look-up. The look-up
    -- takes no lock: in the gap behind the last record, two imports would deadlock.
    IF NEW.appointment_id <> 0 THEN
        -- A session that limits SELECT to no rows would make the look-up find nothing.
        SET SESSION sql_select_limit = DEFAULT;
        SELECT max(r.record_id) INTO v_record_id
        FROM medical_records AS r
        WHERE
            r.appointment_id = NEW.appointment_id
            AND (r.patient_id <> NEW.patient_id OR r.doctor_id <> NEW.doctor_id);
        IF v_record_id IS NOT NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'appointments: a record or a bill fixes patient and doctor';
        END IF;
    END IF;
END;
