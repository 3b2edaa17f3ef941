-- A visit that begins while its doctor is still busy with an earlier one; from the visits alone,
-- without a look at the slots.
-- The longest end so far comes from the growing frame that the server extends row by row; a frame
-- that ends one row earlier would be summed up anew for each row.
SELECT
    'appointments' AS table_name,
    a.appointment_id AS row_key
FROM (
    SELECT
        b.appointment_id,
        b.appointment_date,
        lag(b.busy_until) OVER (
            PARTITION BY b.doctor_id
            ORDER BY b.appointment_date, b.appointment_id
        ) AS busy_until
    FROM (
        SELECT
            v.appointment_id,
            v.doctor_id,
            v.appointment_date,
            max(v.appointment_date + INTERVAL v.duration_min MINUTE) OVER (
                PARTITION BY v.doctor_id
                ORDER BY v.appointment_date, v.appointment_id
                ROWS UNBOUNDED PRECEDING
            ) AS busy_until
        FROM appointments AS v
        WHERE v.status IN ('Scheduled', 'CheckedIn', 'Completed')
    ) AS b
) AS a
WHERE a.busy_until > a.appointment_date;
