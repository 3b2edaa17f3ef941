-- Nobody logs in any more; the row stays, because appointments and payments refer to it.
UPDATE users
SET is_active = FALSE
WHERE user_id = %s;
