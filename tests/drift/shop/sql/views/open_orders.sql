-- View: open_orders
CREATE SQL SECURITY INVOKER VIEW open_orders AS
SELECT order_id, customer_id, amount FROM orders WHERE amount > 0
WITH CASCADED CHECK OPTION;
