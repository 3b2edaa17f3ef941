-- A doctor of the sample clinic who sees patients.
SELECT
    doctor_id,
    full_name
FROM doctors
WHERE is_active
ORDER BY doctor_id
LIMIT 1 OFFSET %s;
