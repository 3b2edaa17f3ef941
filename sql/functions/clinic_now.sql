-- Function: clinic_now
--
-- The clinic's wall clock. A numeric offset is used because the tables of named time zones may be
-- missing on a server, and because the session's own zone and timestamp are whoever connected's.
CREATE FUNCTION clinic_now()
RETURNS DATETIME(6)
NOT DETERMINISTIC
READS SQL DATA
SQL SECURITY DEFINER
COMMENT 'Date and time on the wall clock of the clinic'
BEGIN
    DECLARE v_offset VARCHAR(255);

    SELECT s.value INTO v_offset
    FROM clinic_settings AS s
    WHERE s.name = 'utc_offset';
    IF v_offset IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'clinic_now: clinic_settings has no utc_offset';
    END IF;
    RETURN convert_tz(utc_instant(), '+00:00', v_offset);
END;
