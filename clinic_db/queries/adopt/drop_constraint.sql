-- Free a constraint's name.
ALTER TABLE {table} DROP CONSTRAINT {constraint_name};
