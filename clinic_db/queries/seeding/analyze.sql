-- The optimizer's picture of the tables, which is still that of empty ones.
ANALYZE TABLE {tables};
