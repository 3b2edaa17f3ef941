-- All at once or not at all.
RENAME TABLE {renames};
