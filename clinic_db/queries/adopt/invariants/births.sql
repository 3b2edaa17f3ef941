-- A person who is not born yet.
SELECT
    'patients' AS table_name,
    p.patient_id AS row_key
FROM patients AS p
WHERE
    p.date_of_birth > date(
        convert_tz(
            utc_timestamp(6),
            '+00:00',
            (SELECT s.value FROM clinic_settings AS s WHERE s.name = 'utc_offset')
        )
    );
