-- Procedure: add_service
--
-- A line on the visit at the price of the moment. The same service again adds to the quantity and
-- keeps the price it was first given, so that one line never mixes two prices.
CREATE PROCEDURE add_service (
    IN in_appointment_id BIGINT,
    IN in_service_id BIGINT,
    IN in_quantity DECIMAL(30, 10)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Adds a service to a visit at its current price'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_status VARCHAR(20);
    DECLARE v_price DECIMAL(12, 2);
    DECLARE v_is_active BOOLEAN;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        IF v_own THEN
            ROLLBACK;
        END IF;
        RESIGNAL;
    END;
    DECLARE CONTINUE HANDLER FOR 1568 SET v_own = FALSE;

    SET SESSION foreign_key_checks = 1;
    SET SESSION unique_checks = 1;
    SET SESSION timestamp = DEFAULT;
    /*!90700 SET SESSION enable_cascade_triggers = OFF; */

    -- Inside the caller's transaction this is refused with 1568, and the work joins it.
    IF @@SESSION.autocommit THEN
        SET v_own = TRUE;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    END IF;
    IF v_own THEN
        START TRANSACTION;
    END IF;

    SELECT a.status INTO v_status
    FROM appointments AS a
    WHERE a.appointment_id = in_appointment_id
    FOR UPDATE;
    IF v_status IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'add_service: there is no such appointment';
    END IF;
    IF v_status IN ('Cancelled', 'NoShow') THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'add_service: the appointment did not take place';
    END IF;

    SELECT
        s.price,
        s.is_active
    INTO v_price, v_is_active
    FROM services AS s
    WHERE s.service_id = in_service_id
    FOR SHARE;
    IF v_price IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'add_service: there is no such service';
    END IF;
    IF NOT v_is_active THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'add_service: the service is not offered any more';
    END IF;
    -- The parameter is a decimal, so that 1.5 is refused instead of becoming 2.
    IF in_quantity IS NULL OR in_quantity <= 0 OR in_quantity <> floor(in_quantity) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'add_service: the quantity is a whole number above zero';
    END IF;

    INSERT INTO appointment_services (appointment_id, service_id, quantity, unit_price)
    VALUES (in_appointment_id, in_service_id, in_quantity, v_price) AS line
    ON DUPLICATE KEY UPDATE quantity = appointment_services.quantity + line.quantity;

    IF v_own THEN
        COMMIT;
    END IF;
END;
