-- A completed appointment has a record; where the forerunner has none that fits, an empty draft.
-- Keys are given, so that a run that is repeated gives the same ones.
INSERT INTO medical_records (record_id, appointment_id, patient_id, doctor_id, record_date)
SELECT
    %s + row_number() OVER (ORDER BY a.appointment_id),
    a.appointment_id,
    a.patient_id,
    a.doctor_id,
    least(date(a.appointment_date), %s)
FROM appointments AS a
LEFT JOIN medical_records AS r ON a.appointment_id = r.live_appointment_id
WHERE a.status = 'Completed' AND r.record_id IS NULL;
