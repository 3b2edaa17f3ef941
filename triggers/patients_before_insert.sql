-- Trigger: patients_before_insert
--
-- A CHECK cannot ask what day it is.
CREATE TRIGGER patients_before_insert
BEFORE INSERT ON patients
FOR EACH ROW
BEGIN
    IF NEW.date_of_birth > clinic_today() THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: date_of_birth is in the future';
    END IF;
END;
