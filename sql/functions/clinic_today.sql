-- Function: clinic_today
--
-- The day on the clinic's wall clock: a payment at 01:00 in Jakarta belongs to a day that has not
-- begun in UTC.
CREATE FUNCTION clinic_today()
RETURNS DATE
NOT DETERMINISTIC
READS SQL DATA
SQL SECURITY DEFINER
COMMENT 'Day on the wall clock of the clinic'
BEGIN
    RETURN date(clinic_now());
END;
