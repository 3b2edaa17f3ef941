-- The plan of a query that is run, with what each part of it did.
EXPLAIN ANALYZE FORMAT = JSON {statement};
