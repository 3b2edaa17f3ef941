-- Procedure: record_payment
--
-- Takes money once, however often the request is repeated. It inserts first and looks for the key
-- only when that fails: a look-up in front of the insert deadlocks, and a repeated request on a
-- bill that is paid by now is refused by the trigger before the unique key can speak.
CREATE PROCEDURE record_payment (
    IN in_bill_id BIGINT,
    IN in_amount DECIMAL(65, 30),
    IN in_method VARCHAR(20),
    IN in_key VARBINARY(255),
    OUT out_payment_id BIGINT
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Records a payment; the same key, bill and amount again return the first payment'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_payment_id BIGINT;
    DECLARE v_is_same BOOLEAN;
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

    IF in_amount IS NULL OR in_amount <= 0 OR in_amount <> round(in_amount, 2) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'record_payment: the amount is above zero with at most two decimals';
    END IF;
    IF coalesce(in_method, '') NOT IN ('Cash', 'CreditCard', 'Insurance', 'Transfer') THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'record_payment: the method is not one of the clinic''s';
    END IF;
    IF coalesce(length(in_key), 0) <> 16 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'record_payment: the key is 16 bytes';
    END IF;

    BEGIN
        -- Only what a repeated request can meet: after a deadlock the transaction is gone, and
        -- finding the key would hide that from a caller who had begun it.
        DECLARE EXIT HANDLER FOR SQLSTATE '45000'
        BEGIN
            SELECT
                p.payment_id,
                p.bill_id = in_bill_id AND p.amount = in_amount AND p.kind = 'Payment' AS is_same
            INTO v_payment_id, v_is_same
            FROM payments AS p
            WHERE p.idempotency_key = in_key
            FOR SHARE;
            IF v_payment_id IS NULL THEN
                RESIGNAL;
            END IF;
            IF NOT v_is_same THEN
                SIGNAL SQLSTATE '45000'
                    SET MESSAGE_TEXT = 'record_payment: the key was used for another payment';
            END IF;
        END;

        BEGIN
            DECLARE EXIT HANDLER FOR 1062
            BEGIN
                SIGNAL SQLSTATE '45000'
                    SET MESSAGE_TEXT = 'record_payment: the key was used already';
            END;

            INSERT INTO payments (bill_id, amount, payment_method, idempotency_key)
            VALUES (in_bill_id, in_amount, in_method, in_key);
            SET v_payment_id = last_insert_id();
        END;
    END;
    SET out_payment_id = v_payment_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
