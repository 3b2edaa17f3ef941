-- An appointment that holds other slots than its time says.
SELECT
    'appointments' AS table_name,
    a.appointment_id AS row_key
FROM appointments AS a
LEFT JOIN appointment_slots AS s
    ON
        a.appointment_id = s.appointment_id
        AND a.doctor_id = s.doctor_id
        AND a.patient_id = s.patient_id
        AND a.appointment_date <= s.slot_start
        AND a.appointment_date + INTERVAL a.duration_min MINUTE > s.slot_start
GROUP BY a.appointment_id, a.status, a.duration_min
HAVING
    count(s.slot_start)
    <> if(a.status IN ('Scheduled', 'CheckedIn', 'Completed'), a.duration_min DIV 15, 0);
