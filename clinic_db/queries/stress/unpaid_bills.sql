-- Whom to remind first.
SELECT
    u.bill_id,
    u.patient_name,
    u.phone,
    u.balance,
    u.age_days
FROM unpaid_bills AS u
WHERE u.status = 'Unpaid'
ORDER BY u.created_at
LIMIT 50;
