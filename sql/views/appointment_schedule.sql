-- View: appointment_schedule
--
-- What the reception looks at: who comes to whom, and when. An erased patient keeps the visit.
CREATE SQL SECURITY DEFINER VIEW appointment_schedule AS
SELECT
    a.appointment_id,
    a.appointment_date,
    a.appointment_date + INTERVAL a.duration_min MINUTE AS ends_at,
    a.duration_min,
    a.status,
    a.doctor_id,
    d.full_name AS doctor_name,
    d.specialization,
    a.patient_id,
    p.full_name AS patient_name,
    a.notes
FROM appointments AS a
INNER JOIN doctors AS d ON a.doctor_id = d.doctor_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id;
