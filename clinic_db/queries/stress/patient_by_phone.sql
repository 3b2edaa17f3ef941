-- Who calls? A family shares a number.
SELECT
    p.patient_id,
    p.full_name,
    p.date_of_birth
FROM patients AS p
WHERE p.phone = %s;
