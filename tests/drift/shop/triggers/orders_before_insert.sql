-- Trigger: orders_before_insert
CREATE TRIGGER orders_before_insert BEFORE INSERT ON orders
FOR EACH ROW
BEGIN
    SET NEW.amount = coalesce(NEW.amount, 0);
    SET NEW.tag_id = nullif(NEW.tag_id, 0);
END;
