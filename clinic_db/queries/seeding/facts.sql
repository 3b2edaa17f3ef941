-- What generated rows depend on: the clinic's clock, the last day whose noon is over, and whether
-- rows can be streamed.
SELECT
    clinic_now() AS clock,
    date(clinic_now() - INTERVAL 12 HOUR) AS latest_day,
    round(timestampdiff(SECOND, utc_instant(), clinic_now()) / 60) AS offset_minutes,
    @@GLOBAL.local_infile AS takes_load;
