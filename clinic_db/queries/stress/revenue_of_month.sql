-- What came in, day by day of one month.
SELECT
    r.revenue_date,
    r.payments,
    r.received,
    r.refunded,
    r.revenue
FROM daily_revenue AS r
WHERE r.revenue_date >= %s AND r.revenue_date < %s + INTERVAL 1 MONTH
ORDER BY r.revenue_date;
