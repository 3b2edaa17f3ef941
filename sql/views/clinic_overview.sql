-- View: clinic_overview
--
-- The numbers on the first screen, one row. The clinic's today is computed once, because a function
-- that is not deterministic would be called for every row.
CREATE SQL SECURITY DEFINER VIEW clinic_overview AS
SELECT
    c.today,
    (
        SELECT count(*)
        FROM patients AS t
        WHERE t.voided_at IS NULL
    ) AS patients,
    (
        SELECT count(*)
        FROM doctors AS d
        WHERE d.is_active
    ) AS active_doctors,
    (
        SELECT count(*)
        FROM appointments AS a
        WHERE
            a.appointment_date >= c.today
            AND a.appointment_date < c.today + INTERVAL 1 DAY
            AND a.status IN ('Scheduled', 'CheckedIn', 'Completed')
    ) AS appointments_today,
    (
        SELECT count(*)
        FROM billing AS b
        WHERE b.status IN ('Unpaid', 'PartiallyPaid')
    ) AS unpaid_bills,
    (
        SELECT coalesce(sum(b.balance), 0)
        FROM billing AS b
        WHERE b.status IN ('Unpaid', 'PartiallyPaid')
    ) AS owed,
    (
        SELECT coalesce(sum(if(p.kind = 'Payment', p.amount, -p.amount)), 0)
        FROM payments AS p
        WHERE p.paid_on = c.today
    ) AS revenue_today
FROM (SELECT clinic_today() AS today) AS c;
