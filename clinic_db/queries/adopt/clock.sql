-- The server's clock.
SELECT utc_timestamp(6) AS now;
