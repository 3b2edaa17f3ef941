-- Rollback: 0004_create_users
--
-- Logins go before the doctors they stand for.

DROP TABLE users;
