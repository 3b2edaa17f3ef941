-- How many sessions the server takes.
SELECT @@GLOBAL.max_connections AS most;
