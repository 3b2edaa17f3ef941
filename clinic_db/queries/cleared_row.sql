-- One row for `clear_statements`.
(uuid(), %s, %s, 'cleared', %s, %s, %s, utc_timestamp());
