-- Trigger: payments_after_insert
--
-- Marks the bill, so that a plain INSERT does what the procedure does. The paid amount comes last:
-- SET is evaluated from left to right, and the columns in front of it need the old one.
CREATE TRIGGER payments_after_insert
AFTER INSERT ON payments
FOR EACH ROW
BEGIN
    DECLARE v_change DECIMAL(12, 2) DEFAULT if(NEW.kind = 'Payment', NEW.amount, -NEW.amount);

    UPDATE billing
    SET
        payment_method = if(amount_paid + v_change = total_amount, NEW.payment_method, NULL),
        payment_date = if(amount_paid + v_change = total_amount, NEW.paid_on, NULL),
        amount_paid = amount_paid + v_change
    WHERE bill_id = NEW.bill_id;
END;
