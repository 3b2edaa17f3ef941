-- Logins, one of them or (NULL) all; never a hash, which an administrator could not read anyway.
SELECT
    u.user_id,
    u.username,
    u.role,
    u.doctor_id,
    d.full_name AS doctor,
    u.is_active,
    coalesce(u.locked_until > utc_timestamp(6), FALSE) AS is_locked,
    u.failed_logins,
    u.locked_until,
    u.last_login_at,
    u.created_at
FROM users AS u
LEFT JOIN doctors AS d ON u.doctor_id = d.doctor_id
WHERE u.username = coalesce(%s, u.username)
ORDER BY u.username;
