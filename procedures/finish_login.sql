-- Procedure: finish_login
--
-- The second half of a login: counts. The fifth failure in a row closes the login for 15 minutes;
-- afterwards counting begins anew. What happened since begin_login is looked at again, so that a
-- hundred guesses at once get no further than five: a success on a closed login is refused, and
-- the caller must not let that person in.
CREATE PROCEDURE finish_login (
    IN in_user_id BIGINT,
    IN in_success BOOLEAN
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Counts a success or a failure; NULL stands for a name that nobody has'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
    DECLARE v_now DATETIME(6);
    DECLARE v_is_active BOOLEAN;
    DECLARE v_failures INT;
    DECLARE v_locked_until DATETIME(6);
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

    SET v_now = utc_timestamp(6);
    SELECT
        u.is_active,
        u.failed_logins,
        u.locked_until
    INTO v_is_active, v_failures, v_locked_until
    FROM users AS u
    WHERE u.user_id = in_user_id
    FOR UPDATE;
    IF v_failures IS NULL AND in_user_id IS NOT NULL THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'finish_login: there is no such user';
    END IF;
    IF coalesce(in_success, FALSE) AND (NOT coalesce(v_is_active, FALSE) OR v_locked_until > v_now)
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'finish_login: the login is closed';
    END IF;

    IF in_success THEN
        UPDATE users
        SET
            failed_logins = 0,
            locked_until = NULL,
            last_login_at = v_now
        WHERE user_id = in_user_id;
    ELSEIF coalesce(v_locked_until <= v_now, TRUE) THEN
        -- Failures while it is closed count for nothing: else a login could be kept closed.
        SET v_failures = if(v_locked_until IS NULL, v_failures, 0) + 1;
        UPDATE users
        SET
            failed_logins = v_failures,
            locked_until = if(v_failures >= 5, v_now + INTERVAL 15 MINUTE, NULL)
        WHERE user_id = in_user_id;
    END IF;

    IF v_own THEN
        COMMIT;
    END IF;
END;
