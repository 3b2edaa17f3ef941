-- All at once or not at all.
DROP TABLE {tables};
