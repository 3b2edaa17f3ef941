-- Trigger: users_before_update
--
-- A Doctor's login is a doctor's. Where a session has switched foreign keys off, the doctor is
-- looked up here; and one without strict mode can write a role that nobody has.
CREATE TRIGGER users_before_update
BEFORE UPDATE ON users
FOR EACH ROW
BEGIN
    DECLARE v_doctor_id BIGINT;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    IF coalesce(NEW.role, '') = '' THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'users: role is not a possible value';
    END IF;
    IF NEW.doctor_id IS NOT NULL AND NOT @@SESSION.foreign_key_checks THEN
        SELECT d.doctor_id INTO v_doctor_id
        FROM doctors AS d
        WHERE d.doctor_id = NEW.doctor_id
        FOR SHARE;
        IF v_doctor_id IS NULL THEN
            SIGNAL SQLSTATE '45000'
                SET MESSAGE_TEXT = 'users: there is no such doctor';
        END IF;
    END IF;
END;
