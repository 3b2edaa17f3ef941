-- What a mixed load is drawn from: the clinic's day, how far back its visits go, and its keys.
SELECT
    clinic_today() AS today,
    (SELECT date(min(a.appointment_date)) FROM appointments AS a) AS first_day,
    (
        SELECT min(p.patient_id) FROM patients AS p
        WHERE p.voided_at IS NULL
    ) AS first_patient,
    (
        SELECT max(p.patient_id) FROM patients AS p
        WHERE p.voided_at IS NULL
    ) AS last_patient;
