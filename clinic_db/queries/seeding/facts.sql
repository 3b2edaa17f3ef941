-- What generated rows depend on: the clinic's day and clock, and whether rows can be streamed.
SELECT
    clinic_today() AS today,
    round(timestampdiff(SECOND, utc_instant(), clinic_now()) / 60) AS offset_minutes,
    @@GLOBAL.local_infile AS takes_load;
