-- The server's accounts and roles.
SELECT
    u.user AS name,
    u.host
FROM mysql.user AS u
ORDER BY u.user, u.host;
