-- What the last statement had to say besides.
SHOW WARNINGS;
