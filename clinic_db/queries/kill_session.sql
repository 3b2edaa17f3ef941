-- End a session that a test left behind.
KILL %s;
