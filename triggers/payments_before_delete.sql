-- Trigger: payments_before_delete
--
-- A ledger that can be deleted proves nothing: money that went back is a row of its own.
CREATE TRIGGER payments_before_delete
BEFORE DELETE ON payments
FOR EACH ROW
BEGIN
    SIGNAL SQLSTATE '45000'
        SET MESSAGE_TEXT = 'payments: a payment cannot be deleted, record a refund';
END;
