-- View: daily_revenue
--
-- What came in and went back on each day of the clinic's wall clock. Read from the ledger, not from
-- bills: a bill knows only the day it became paid.
CREATE SQL SECURITY DEFINER VIEW daily_revenue AS
SELECT
    paid_on AS revenue_date,
    sum(if(kind = 'Payment', 1, 0)) AS payments,
    sum(if(kind = 'Payment', amount, 0)) AS received,
    sum(if(kind = 'Refund', amount, 0)) AS refunded,
    sum(if(kind = 'Payment', amount, -amount)) AS revenue
FROM payments
GROUP BY paid_on;
