-- View: turnover
CREATE VIEW turnover AS
SELECT c.full_name, sum(o.amount) AS total, 'Rp' AS currency
FROM customers AS c
INNER JOIN open_orders AS o ON c.customer_id = o.customer_id
GROUP BY c.full_name;
