-- Trigger: appointment_services_before_insert
--
-- A bill is the sum of its lines, so there are no new lines once it exists. A line without a
-- price gets the one of the price list.
CREATE TRIGGER appointment_services_before_insert
BEFORE INSERT ON appointment_services
FOR EACH ROW
BEGIN
    DECLARE v_appointment_id BIGINT;
    DECLARE v_bill_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF @@SESSION.insert_id <> 0 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointment_services: a session does not choose the next key';
    END IF;
    -- Issuing a bill locks the same row, so no line can slip in beside it.
    SELECT a.appointment_id INTO v_appointment_id
    FROM appointments AS a
    WHERE a.appointment_id = NEW.appointment_id
    FOR UPDATE;
    SELECT b.bill_id INTO v_bill_id
    FROM billing AS b
    WHERE b.live_appointment_id = NEW.appointment_id
    FOR SHARE;
    IF v_bill_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'appointment_services: a live bill exists, void it first';
    END IF;
    IF NEW.unit_price IS NULL THEN
        SET NEW.unit_price = (
            SELECT s.price
            FROM services AS s
            WHERE s.service_id = NEW.service_id
        );
    END IF;
END;
