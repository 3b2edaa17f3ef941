-- A line that costs something else than its quantity times its price, or counts nothing.
SELECT
    'appointment_services' AS table_name,
    l.appt_service_id AS row_key
FROM appointment_services AS l
WHERE l.service_cost <> l.quantity * l.unit_price OR l.quantity <= 0 OR l.unit_price < 0;
