DROP EVENT census;
DROP EVENT sweep;
DROP TABLE readings;
