-- Procedure: rehash_password
--
-- Hashes age: when the parameters are raised, the only moment to hash a password again is the one
-- in which its owner has just typed it. The old hash must be given, so that a password that was
-- changed meanwhile is not brought back.
CREATE PROCEDURE rehash_password (
    IN in_user_id BIGINT,
    IN in_old_hash VARCHAR(255),
    IN in_new_hash VARCHAR(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Replaces the hash of an unchanged password after a login'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_hash VARCHAR(255);
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

    SELECT u.password_hash INTO v_hash
    FROM users AS u
    WHERE u.user_id = in_user_id
    FOR UPDATE;
    IF v_hash IS NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'rehash_password: there is no such user';
    END IF;
    IF NOT (cast(v_hash AS BINARY) <=> cast(in_old_hash AS BINARY)) THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'rehash_password: the password was changed meanwhile';
    END IF;

    UPDATE users
    SET password_hash = in_new_hash
    WHERE user_id = in_user_id;

    IF v_own THEN
        COMMIT;
    END IF;
END;
