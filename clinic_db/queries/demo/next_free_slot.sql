-- The first quarter of an hour from now on that the doctor and the patient both have free.
WITH RECURSIVE quarters (at, remaining) AS (
    SELECT
        from_unixtime((floor(unix_timestamp(clinic_now()) / 900) + 1) * 900) AS at,
        400 AS remaining
    UNION ALL
    SELECT
        at + INTERVAL 15 MINUTE,
        remaining - 1
    FROM quarters
    WHERE remaining > 0
)

SELECT q.at
FROM quarters AS q
WHERE
    NOT EXISTS (
        SELECT 1
        FROM appointment_slots AS s
        WHERE
            (s.doctor_id = %s OR s.patient_id = %s)
            AND s.slot_start >= q.at
            AND s.slot_start < q.at + INTERVAL %s MINUTE
    )
ORDER BY q.at
LIMIT 1;
