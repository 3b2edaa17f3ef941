-- Give out values from here on; the server never goes below what is in the table.
ALTER TABLE {table} AUTO_INCREMENT = {value};
