-- Trigger: payments_before_insert
--
-- Locks the bill before anything else: two payments at once then queue, where a later upgrade of
-- the foreign key's shared lock would deadlock four times out of five.
CREATE TRIGGER payments_before_insert
BEFORE INSERT ON payments
FOR EACH ROW
BEGIN
    DECLARE v_balance DECIMAL(12, 2);
    DECLARE v_is_void BOOLEAN;
    DECLARE v_refund_of BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'payments: a session does not choose the next key';
    END IF;
    -- INSERT IGNORE and sessions without strict mode write '' instead of refusing a kind: money
    -- that neither came in nor went back.
    IF (NEW.kind <> '' AND NEW.payment_method <> '') IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'payments: kind or payment_method is not a possible value';
    END IF;
    SELECT
        b.balance,
        b.is_void
    INTO v_balance, v_is_void
    FROM billing AS b
    WHERE b.bill_id = NEW.bill_id
    FOR UPDATE;
    IF v_balance IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'payments: there is no such bill';
    END IF;
    IF v_is_void THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'payments: the bill is void';
    END IF;
    IF NEW.kind = 'Payment' AND NEW.amount > v_balance THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'payments: the amount exceeds what is owed';
    END IF;
    IF NEW.kind = 'Refund' THEN
        SELECT p.payment_id INTO v_refund_of
        FROM payments AS p
        WHERE
            p.payment_id = NEW.refund_of
            AND p.bill_id = NEW.bill_id
            AND p.kind = 'Payment'
        FOR SHARE;
        IF v_refund_of IS NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'payments: a refund names a payment of the same bill';
        END IF;
    END IF;
    -- The same distance between UTC and the wall clock as now: the offset is one number.
    -- Rounded, because the two clocks are read one after the other.
    SET NEW.paid_on = date(
        NEW.paid_at
        + INTERVAL round(timestampdiff(SECOND, utc_instant(), clinic_now()) / 60) MINUTE
    );
END;
