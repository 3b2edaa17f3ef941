-- Trigger: billing_before_delete
--
-- A bill that has seen money is history. The foreign key says so too, but a session can switch
-- foreign keys off.
CREATE TRIGGER billing_before_delete
BEFORE DELETE ON billing
FOR EACH ROW
BEGIN
    DECLARE v_payment_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    SELECT max(p.payment_id) INTO v_payment_id
    FROM payments AS p
    WHERE p.bill_id = OLD.bill_id
    FOR SHARE;
    IF v_payment_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: a bill with payments cannot be deleted';
    END IF;
END;
