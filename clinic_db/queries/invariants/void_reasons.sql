-- A void bill without a reason.
SELECT
    'billing' AS table_name,
    b.bill_id AS row_key
FROM billing AS b
WHERE b.is_void AND b.void_reason IS NULL;
