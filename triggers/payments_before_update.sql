-- Trigger: payments_before_update
--
-- A ledger that can be changed proves nothing: money that went back is a row of its own.
CREATE TRIGGER payments_before_update
BEFORE UPDATE ON payments
FOR EACH ROW
BEGIN
    SIGNAL SQLSTATE '45000'
        SET MESSAGE_TEXT = 'payments: a payment cannot be changed, record a refund';
END;
