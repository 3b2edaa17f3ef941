-- Trigger: patients_before_insert
--
-- A CHECK cannot ask what day it is. A session without strict mode turns a wrong gender into '' and
-- a wrong day into one that no calendar has, and one that sets its timestamp would choose when the
-- row was made.
CREATE TRIGGER patients_before_insert
BEFORE INSERT ON patients
FOR EACH ROW
BEGIN
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: a session does not choose the next key';
    END IF;
    IF (NEW.date_of_birth <= last_day(NEW.date_of_birth) AND NEW.gender <> '') IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: date_of_birth or gender is not a possible value';
    END IF;
    IF NEW.date_of_birth > clinic_today() THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: date_of_birth is in the future';
    END IF;
    IF NEW.created_at = utc_timestamp(6) THEN
        SET NEW.created_at = utc_instant();
        SET NEW.updated_at = NEW.created_at;
    END IF;
END;
