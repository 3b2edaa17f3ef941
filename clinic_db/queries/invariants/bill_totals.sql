-- A live bill that is not the sum of its lines.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
LEFT JOIN appointment_services AS l ON b.appointment_id = l.appointment_id
WHERE NOT b.is_void
GROUP BY b.bill_id, b.total_amount
HAVING b.total_amount <> coalesce(sum(l.service_cost), 0);
