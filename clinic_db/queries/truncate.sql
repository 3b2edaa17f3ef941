-- Empty a table of a test's schema.
TRUNCATE TABLE {table};
