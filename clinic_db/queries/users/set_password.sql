-- A new password, and an end to a lockout that guesses at the old one have caused.
UPDATE users
SET
    password_hash = %s,
    failed_logins = 0,
    locked_until = NULL
WHERE user_id = %s;
