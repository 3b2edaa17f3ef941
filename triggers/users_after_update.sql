-- Trigger: users_after_update
--
-- Who was given which rights, and when logins failed. Of a password only that it changed: a hash in
-- a log is a hash that somebody can try to crack.
CREATE TRIGGER users_after_update
AFTER UPDATE ON users
FOR EACH ROW
BEGIN
    CALL log_change(
        'users',
        OLD.user_id,
        json_object(
            'user_id', OLD.user_id,
            'username', OLD.username,
            'role', OLD.role,
            'doctor_id', OLD.doctor_id,
            'is_active', OLD.is_active,
            'failed_logins', OLD.failed_logins,
            'locked_until', OLD.locked_until,
            'last_login_at', OLD.last_login_at,
            'created_at', OLD.created_at,
            'password_hash', 'hidden'
        ),
        json_object(
            'user_id', NEW.user_id,
            'username', NEW.username,
            'role', NEW.role,
            'doctor_id', NEW.doctor_id,
            'is_active', NEW.is_active,
            'failed_logins', NEW.failed_logins,
            'locked_until', NEW.locked_until,
            'last_login_at', NEW.last_login_at,
            'created_at', NEW.created_at,
            'password_hash',
            if(NEW.password_hash = OLD.password_hash, 'hidden', 'hidden, but another one')
        )
    );
END;
