-- The second half of a login: counts.
CALL finish_login(%s, %s);
