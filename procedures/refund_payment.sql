-- Procedure: refund_payment
--
-- Gives money back once, however often the request is repeated. As record_payment does, it inserts
-- first and looks for the key only when that fails. That no more goes back than is left of the
-- payment is the trigger's to see, which does so for a plain INSERT too.
CREATE PROCEDURE refund_payment (
    IN in_payment_id BIGINT,
    IN in_amount DECIMAL(65, 30),
    IN in_key VARBINARY(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Refunds a payment or a part of it; the same key, payment and amount again change nothing'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_bill_id BIGINT;
    DECLARE v_method VARCHAR(20);
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
            SET MESSAGE_TEXT = 'refund_payment: the amount is above zero with at most two decimals';
    END IF;
    IF coalesce(length(in_key), 0) <> 16 THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'refund_payment: the key is 16 bytes';
    END IF;

    SELECT
        p.bill_id,
        p.payment_method
    INTO v_bill_id, v_method
    FROM payments AS p
    WHERE p.payment_id = in_payment_id AND p.kind = 'Payment'
    FOR SHARE;
    IF v_bill_id IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'refund_payment: there is no such payment';
    END IF;

    BEGIN
        -- Only what a repeated request can meet: after a deadlock the transaction is gone, and
        -- finding the key would hide that from a caller who had begun it.
        DECLARE EXIT HANDLER FOR SQLSTATE '45000'
        BEGIN
            SELECT r.refund_of <=> in_payment_id AND r.amount = in_amount INTO v_is_same
            FROM payments AS r
            WHERE r.idempotency_key = in_key
            FOR SHARE;
            IF v_is_same IS NULL THEN
                RESIGNAL;
            END IF;
            IF NOT v_is_same THEN
                SIGNAL SQLSTATE '45000'
                    SET MESSAGE_TEXT = 'refund_payment: the key was used for something else';
            END IF;
        END;

        BEGIN
            DECLARE EXIT HANDLER FOR 1062
            BEGIN
                SIGNAL SQLSTATE '45000'
                    SET MESSAGE_TEXT = 'refund_payment: the key was used already';
            END;

            INSERT INTO payments (
                bill_id, kind, amount, payment_method, idempotency_key, refund_of
            )
            VALUES (v_bill_id, 'Refund', in_amount, v_method, in_key, in_payment_id);
        END;
    END;

    IF v_own THEN
        COMMIT;
    END IF;
END;
