-- End the statement that a session runs, not the session.
KILL QUERY %s;
