-- Case: database's default collation
-- changed database defaults: collation_name
ALTER DATABASE COLLATE utf8mb4_0900_as_cs;
-- Undo: what drift says

-- Case: database's default character set
-- changed database defaults: character_set, collation_name
ALTER DATABASE CHARACTER SET latin1;
-- Undo: what drift says
