-- View: unpaid_bills
--
-- Whom to remind. Age is counted in days since the bill was issued, both instants in UTC.
CREATE SQL SECURITY DEFINER VIEW unpaid_bills AS
SELECT
    b.bill_id,
    b.appointment_id,
    b.patient_id,
    p.full_name AS patient_name,
    p.phone,
    b.total_amount,
    b.amount_paid,
    b.balance,
    b.status,
    b.created_at,
    timestampdiff(DAY, b.created_at, utc_timestamp(6)) AS age_days
FROM billing AS b
INNER JOIN patients AS p ON b.patient_id = p.patient_id
WHERE b.status IN ('Unpaid', 'PartiallyPaid');
