-- The runner commits by itself while it runs migrations.
SET SESSION autocommit = 0;
