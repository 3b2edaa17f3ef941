-- The schedule from this morning on.
SELECT
    date_format(appointment_date, '%%a %%d %%b %%H:%%i') AS at,
    patient_name,
    doctor_name,
    status
FROM appointment_schedule
WHERE appointment_date >= clinic_today()
ORDER BY appointment_date
LIMIT %s;
