-- Trigger: insurance_before_update
--
-- A policy never moves to somebody else: bills that name it would then be another person's. A
-- session without strict mode can write days that no calendar has.
CREATE TRIGGER insurance_before_update
BEFORE UPDATE ON insurance
FOR EACH ROW
BEGIN
    IF NEW.patient_id <> OLD.patient_id THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'insurance: a policy stays with its patient';
    END IF;
    IF
        (NEW.valid_from <= last_day(NEW.valid_from)) IS NOT TRUE
        OR NOT coalesce(NEW.valid_until <= last_day(NEW.valid_until), NEW.valid_until IS NULL)
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'insurance: valid_from or valid_until is not a day of the calendar';
    END IF;
END;
