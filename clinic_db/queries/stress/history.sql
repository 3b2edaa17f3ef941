-- What the doctor reads before the door opens, newest first.
SELECT
    r.record_date,
    r.icd10_code,
    r.diagnosis,
    r.status
FROM medical_records AS r
WHERE r.patient_id = %s
ORDER BY r.record_date DESC;
