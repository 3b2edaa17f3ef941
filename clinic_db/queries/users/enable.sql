-- Open again: neither disabled nor locked.
UPDATE users
SET
    is_active = TRUE,
    failed_logins = 0,
    locked_until = NULL
WHERE user_id = %s;
