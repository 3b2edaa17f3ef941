-- Trigger: doctors_before_update
--
-- ON UPDATE cannot write UTC, and a session that sets its timestamp would choose the moment.
CREATE TRIGGER doctors_before_update
BEFORE UPDATE ON doctors
FOR EACH ROW
BEGIN
    SET NEW.updated_at = utc_instant();
END;
