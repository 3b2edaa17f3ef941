-- Give a database back the defaults that it had.
ALTER DATABASE {database} CHARACTER SET {character_set} COLLATE {collation_name};
