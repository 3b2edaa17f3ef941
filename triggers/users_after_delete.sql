-- Trigger: users_after_delete
--
-- The whole row as it was, without the password's hash.
CREATE TRIGGER users_after_delete
AFTER DELETE ON users
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
            'created_at', OLD.created_at
        ),
        NULL
    );
END;
