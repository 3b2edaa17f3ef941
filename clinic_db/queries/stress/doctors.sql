-- Who sees patients.
SELECT d.doctor_id
FROM doctors AS d
WHERE d.is_active
ORDER BY d.doctor_id;
