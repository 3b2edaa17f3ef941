-- Trigger: patients_before_update
--
-- A CHECK cannot ask what day it is, and ON UPDATE cannot write UTC.
CREATE TRIGGER patients_before_update
BEFORE UPDATE ON patients
FOR EACH ROW
BEGIN
    IF NEW.date_of_birth > clinic_today() THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'patients: date_of_birth is in the future';
    END IF;
    SET NEW.updated_at = utc_timestamp(6);
END;
