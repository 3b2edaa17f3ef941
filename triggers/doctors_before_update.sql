-- Trigger: doctors_before_update
--
-- ON UPDATE cannot write UTC.
CREATE TRIGGER doctors_before_update
BEFORE UPDATE ON doctors
FOR EACH ROW
BEGIN
    SET NEW.updated_at = utc_timestamp(6);
END;
