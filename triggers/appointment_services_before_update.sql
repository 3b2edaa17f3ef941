-- Trigger: appointment_services_before_update
--
-- A bill is the sum of its lines, so they stand still once it exists. A line never moves to
-- another visit: that would change two sums under one lock.
CREATE TRIGGER appointment_services_before_update
BEFORE UPDATE ON appointment_services
FOR EACH ROW
BEGIN
    DECLARE v_appointment_id BIGINT;
    DECLARE v_bill_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF NEW.appointment_id <> OLD.appointment_id THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointment_services: a line stays with its appointment';
    END IF;
    -- Issuing a bill locks the same row, so no line can slip in beside it.
    SELECT a.appointment_id INTO v_appointment_id
    FROM appointments AS a
    WHERE a.appointment_id = OLD.appointment_id
    FOR UPDATE;
    SELECT b.bill_id INTO v_bill_id
    FROM billing AS b
    WHERE b.live_appointment_id = OLD.appointment_id
    FOR SHARE;
    IF v_bill_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointment_services: a live bill exists, void it first';
    END IF;
END;
