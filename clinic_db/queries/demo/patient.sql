-- A patient of the sample clinic by the order of registration.
SELECT
    patient_id,
    full_name
FROM patients
WHERE voided_at IS NULL
ORDER BY patient_id
LIMIT 1 OFFSET %s;
