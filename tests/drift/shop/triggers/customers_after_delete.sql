-- Trigger: customers_after_delete
CREATE TRIGGER customers_after_delete AFTER DELETE ON customers
FOR EACH ROW SET @gone = OLD.customer_id;
