-- A doctor, and whose login is already that doctor's.
SELECT
    d.full_name,
    u.username
FROM doctors AS d
LEFT JOIN users AS u ON d.doctor_id = u.doctor_id
WHERE d.doctor_id = %s;
