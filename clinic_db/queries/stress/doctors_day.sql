-- The list on the door: one doctor, one day, with names.
SELECT
    a.appointment_date,
    a.duration_min,
    a.status,
    p.full_name
FROM appointments AS a
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    a.doctor_id = %s
    AND a.appointment_date >= %s
    AND a.appointment_date < %s + INTERVAL 1 DAY
ORDER BY a.appointment_date;
