-- The price list, in hundredths of the currency.
SELECT
    s.code,
    s.service_id,
    round(s.price * 100) AS price
FROM services AS s
WHERE s.is_active;
