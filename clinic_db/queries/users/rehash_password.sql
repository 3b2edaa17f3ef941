-- The same password under today's parameters.
CALL rehash_password(%s, %s, %s);
