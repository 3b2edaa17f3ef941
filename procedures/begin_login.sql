-- Procedure: begin_login
--
-- The first half of a login, for a backend in any language: the hash to verify, and whether the
-- account is open. A name that nobody has is answered like any other, with NULLs, so that the
-- caller can verify a dummy hash and go on as if. Only the login role may call this.
CREATE PROCEDURE begin_login (
    IN in_username VARCHAR(64),
    OUT out_user_id BIGINT,
    OUT out_password_hash VARCHAR(255),
    OUT out_role VARCHAR(20),
    OUT out_is_open BOOLEAN
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY DEFINER
COMMENT 'Gives the hash, the role and whether the login is open; NULL and FALSE for an unknown name'
BEGIN
    DECLARE v_own BOOLEAN DEFAULT FALSE;
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

    SET out_is_open = FALSE;
    -- With a lock, because the newest state counts and not the caller's snapshot.
    SELECT
        u.user_id,
        u.password_hash,
        u.role,
        u.is_active AND coalesce(u.locked_until <= utc_timestamp(6), TRUE) AS is_open
    INTO out_user_id, out_password_hash, out_role, out_is_open
    FROM users AS u
    WHERE u.username = in_username
    FOR SHARE;

    IF v_own THEN
        COMMIT;
    END IF;
END;
