-- A visit that begins while its doctor is still busy with an earlier one; from the visits alone,
-- without a look at the slots.
SELECT
    'appointments' AS table_name,
    a.appointment_id AS row_key
FROM (
    SELECT
        v.appointment_id,
        v.appointment_date,
        max(v.appointment_date + INTERVAL v.duration_min MINUTE) OVER (
            PARTITION BY v.doctor_id
            ORDER BY v.appointment_date, v.appointment_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS busy_until
    FROM appointments AS v
    WHERE v.status IN ('Scheduled', 'CheckedIn', 'Completed')
) AS a
WHERE a.busy_until > a.appointment_date;
