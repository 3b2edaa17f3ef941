-- A bill that is paid beyond its total or below nothing, or is void with money in it.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
WHERE b.amount_paid NOT BETWEEN 0 AND b.total_amount OR (b.is_void AND b.amount_paid <> 0);
