-- Trigger: billing_before_insert
--
-- Locks the visit and sums its lines, so that a bill equals them however many lines and bills are
-- written at once. The lines are read with a lock, because a plain read would see the past under
-- an old snapshot.
CREATE TRIGGER billing_before_insert
BEFORE INSERT ON billing
FOR EACH ROW
BEGIN
    DECLARE v_status VARCHAR(20);
    DECLARE v_insurance_id BIGINT;
    DECLARE v_total DECIMAL(12, 2);
    DECLARE v_today DATE;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    SET v_today = clinic_today();
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: a session does not choose the next key';
    END IF;
    SELECT a.status INTO v_status
    FROM appointments AS a
    WHERE a.appointment_id = NEW.appointment_id
    FOR UPDATE;
    IF v_status IN ('Cancelled', 'NoShow') THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: the appointment did not take place';
    END IF;
    IF NEW.amount_paid <> 0 OR NEW.is_void THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'billing: a bill starts unpaid and live';
    END IF;
    IF NEW.insurance_id IS NOT NULL THEN
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

    SELECT coalesce(sum(l.service_cost), 0) INTO v_total
    FROM appointment_services AS l
    WHERE l.appointment_id = NEW.appointment_id
    FOR SHARE;
    SET NEW.total_amount = v_total;
    SET NEW.payment_method = NULL;
    SET NEW.payment_date = if(v_total = 0, v_today, NULL);
END;
