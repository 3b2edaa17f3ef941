-- How many sessions it has, this one included.
SHOW GLOBAL STATUS LIKE 'Threads_connected';
