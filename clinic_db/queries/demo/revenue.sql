-- The last days on which money moved.
SELECT
    revenue_date,
    payments,
    received,
    refunded,
    revenue
FROM daily_revenue
ORDER BY revenue_date DESC
LIMIT %s;
