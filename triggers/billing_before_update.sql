-- Trigger: billing_before_update
--
-- What a bill says follows from its lines and its payments. What is paid is summed here once more,
-- so that no session can claim a payment; the sum is read with a lock, because a plain read would
-- see the past under an old snapshot. Method and date change with the amount, or when it is voided.
CREATE TRIGGER billing_before_update
BEFORE UPDATE ON billing
FOR EACH ROW
BEGIN
    DECLARE v_paid DECIMAL(12, 2);
    DECLARE v_insurance_id BIGINT;
    DECLARE v_today DATE;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF
        -- UPDATE IGNORE writes 0 for a NULL behind this trigger, so a NULL is a change too.
        NOT (NEW.bill_id <=> OLD.bill_id)
        OR NOT (NEW.patient_id <=> OLD.patient_id)
        OR NOT (NEW.appointment_id <=> OLD.appointment_id)
        OR NOT (NEW.total_amount <=> OLD.total_amount)
        OR NOT (NEW.created_at <=> OLD.created_at)
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: an issued bill is never rewritten, only voided';
    END IF;
    IF
        NOT (NEW.amount_paid <=> OLD.amount_paid)
        OR NOT (NEW.payment_method <=> OLD.payment_method)
        OR NOT (NEW.payment_date <=> OLD.payment_date)
    THEN
        SELECT coalesce(sum(if(p.kind = 'Payment', p.amount, -p.amount)), 0) INTO v_paid
        FROM payments AS p
        WHERE p.bill_id = OLD.bill_id
        FOR SHARE;
        IF NEW.amount_paid = OLD.amount_paid OR NOT (NEW.amount_paid <=> v_paid) THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'billing: what is paid follows from payments, insert one there';
        END IF;
    END IF;
    IF OLD.is_void AND NEW.is_void IS NOT TRUE THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: a void bill stays void';
    END IF;
    IF NEW.is_void AND OLD.amount_paid <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: there is money in the bill, refund it first';
    END IF;
    IF NEW.is_void AND NEW.void_reason IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: voiding needs a reason';
    END IF;
    IF NEW.insurance_id IS NOT NULL AND NOT (NEW.insurance_id <=> OLD.insurance_id) THEN
        SET v_today = clinic_today();
        SELECT i.insurance_id INTO v_insurance_id
        FROM insurance AS i
        WHERE
            i.insurance_id = NEW.insurance_id
            AND i.patient_id = NEW.patient_id
            AND v_today BETWEEN i.valid_from AND coalesce(i.valid_until, v_today)
        FOR SHARE;
        IF v_insurance_id IS NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'billing: the policy is not the patient''s or not valid today';
        END IF;
    END IF;
    -- A bill over nothing was paid at issue; once void it was never paid.
    IF NEW.is_void THEN
        SET NEW.payment_date = NULL;
    END IF;
    SET NEW.updated_at = utc_timestamp(6);
END;
