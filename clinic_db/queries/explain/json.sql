-- The plan of a query, as JSON.
EXPLAIN FORMAT = JSON {statement};
