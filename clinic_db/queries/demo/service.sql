-- A service of the price list by its code.
SELECT
    service_id,
    service_name,
    price
FROM services
WHERE code = %s;
