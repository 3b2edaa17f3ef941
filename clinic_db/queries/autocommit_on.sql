-- Back to one transaction per statement.
SET SESSION autocommit = 1;
