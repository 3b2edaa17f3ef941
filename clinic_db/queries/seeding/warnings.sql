-- Why rows were left out or changed.
SHOW WARNINGS LIMIT 3;
