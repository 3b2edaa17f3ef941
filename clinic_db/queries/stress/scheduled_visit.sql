-- A visit that is planned within a week from a day on, whoever booked it.
SELECT a.appointment_id
FROM appointments AS a
WHERE
    a.doctor_id = %s
    AND a.appointment_date >= %s
    AND a.appointment_date < %s + INTERVAL 7 DAY
    AND a.status = 'Scheduled'
ORDER BY a.appointment_date
LIMIT 1;
