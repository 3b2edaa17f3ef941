-- The connection that holds the lock, NULL where none does.
SELECT is_used_lock(%s) AS session;
