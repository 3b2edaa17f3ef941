-- Trigger: payments_after_insert
--
-- Marks the bill, so that a plain INSERT does what the procedure does. The paid amount comes last:
-- SET is evaluated from left to right, and the columns in front of it need the old one. Refunds are
-- summed here, behind the insert, with a lock: a plain read would see the past under an old
-- snapshot, and a lock in front of the insert would deadlock with refunds of other payments.
CREATE TRIGGER payments_after_insert
AFTER INSERT ON payments
FOR EACH ROW
BEGIN
    DECLARE v_change DECIMAL(12, 2) DEFAULT if(NEW.kind = 'Payment', NEW.amount, -NEW.amount);
    DECLARE v_left DECIMAL(12, 2);

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF NEW.kind = 'Refund' THEN
        SELECT
            p.amount - (
                SELECT sum(r.amount)
                FROM payments AS r
                WHERE r.refund_of = NEW.refund_of
                FOR SHARE
            )
        INTO v_left
        FROM payments AS p
        WHERE p.payment_id = NEW.refund_of
        FOR SHARE;
        IF v_left < 0 THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'payments: the refund exceeds what is left of the payment';
        END IF;
    END IF;
    UPDATE billing
    SET
        payment_method = if(amount_paid + v_change = total_amount, NEW.payment_method, NULL),
        payment_date = if(amount_paid + v_change = total_amount, NEW.paid_on, NULL),
        amount_paid = amount_paid + v_change
    WHERE bill_id = NEW.bill_id;
END;
