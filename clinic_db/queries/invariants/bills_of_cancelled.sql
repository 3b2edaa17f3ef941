-- A live bill on an appointment that did not take place.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
WHERE NOT b.is_void AND a.status IN ('Cancelled', 'NoShow');
