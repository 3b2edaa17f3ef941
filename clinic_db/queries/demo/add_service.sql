-- A service was given.
CALL add_service(%s, %s, %s);
