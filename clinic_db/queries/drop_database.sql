-- Remove a test's schema.
DROP DATABASE IF EXISTS {database};
