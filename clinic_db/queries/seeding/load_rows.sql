-- The server asks for a file of that name and gets the rows as they come.
LOAD DATA LOCAL INFILE 'rows' INTO TABLE {table}
CHARACTER SET utf8mb4
FIELDS TERMINATED BY '\t' ESCAPED BY '\\'
LINES TERMINATED BY '\n'
({columns});
