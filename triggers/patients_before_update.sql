-- Trigger: patients_before_update
--
-- A CHECK cannot ask what day it is, and ON UPDATE cannot write UTC. A session without strict mode
-- turns wrong values into impossible ones instead of refusing them. An erased person stays erased.
CREATE TRIGGER patients_before_update
BEFORE UPDATE ON patients
FOR EACH ROW
BEGIN
    IF OLD.voided_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: an erased patient cannot be changed';
    END IF;
    -- The trail of a person is found by this key when the person is erased.
    IF NOT (NEW.patient_id <=> OLD.patient_id) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: patient_id cannot be changed';
    END IF;
    IF (NEW.date_of_birth <= last_day(NEW.date_of_birth) AND NEW.gender <> '') IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: date_of_birth or gender is not a possible value';
    END IF;
    IF NEW.date_of_birth > clinic_today() THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: date_of_birth is in the future';
    END IF;
    SET NEW.updated_at = utc_instant();
END;
