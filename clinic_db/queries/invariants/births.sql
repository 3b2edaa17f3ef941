-- A person who is not born yet.
SELECT
    'patients' AS table_name,
    p.patient_id AS row_key
FROM patients AS p
INNER JOIN clinic_settings AS s ON s.name = 'utc_offset'
WHERE p.date_of_birth > date(convert_tz(utc_timestamp(6), '+00:00', s.value));
