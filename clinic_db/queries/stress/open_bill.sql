-- A bill in a status, the first one issued from a day on.
SELECT
    b.bill_id,
    b.balance
FROM billing AS b
WHERE b.status = %s AND b.created_at >= %s
ORDER BY b.created_at
LIMIT 1;
