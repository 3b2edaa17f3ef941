-- What tells one server from another.
SELECT @@server_uuid AS server;
