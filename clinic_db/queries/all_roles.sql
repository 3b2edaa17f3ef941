-- The roles of a session that has just begun, on a server that gives it all of them.
SET ROLE ALL;
