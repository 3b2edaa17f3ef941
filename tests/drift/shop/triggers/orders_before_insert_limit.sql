-- Trigger: orders_before_insert_limit
CREATE TRIGGER orders_before_insert_limit BEFORE INSERT ON orders
FOR EACH ROW SET NEW.amount = least(NEW.amount, 1000000);
