-- The house's character set and collation, whatever the server's defaults are.
CREATE DATABASE {database} CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;
