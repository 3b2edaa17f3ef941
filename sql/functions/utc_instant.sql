-- Function: utc_instant
--
-- Now in UTC, whatever the session says. Any account may SET timestamp, and utc_timestamp() follows
-- it even inside a trigger; sysdate() does not, but speaks the session's zone, which is set aside
-- for the reading because a named zone repeats an hour every autumn.
CREATE FUNCTION utc_instant()
RETURNS DATETIME(6)
NOT DETERMINISTIC
NO SQL
SQL SECURITY DEFINER
COMMENT 'The instant in UTC by the server''s clock, whatever timestamp or zone the session has set'
BEGIN
    DECLARE v_zone VARCHAR(64) DEFAULT @@SESSION.time_zone;
    DECLARE v_now DATETIME(6);

    SET SESSION time_zone = '+00:00';
    SET v_now = sysdate(6);
    SET SESSION time_zone = v_zone;
    RETURN v_now;
END;
