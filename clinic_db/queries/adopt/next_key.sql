-- A key that was taken is never given out again, not even where its row was moved away.
ALTER TABLE {table} AUTO_INCREMENT = {next_key};
