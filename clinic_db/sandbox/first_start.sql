-- What a fresh server runs before it lets anybody in. PASSWORD is replaced by random letters.
ALTER USER 'root'@'localhost' IDENTIFIED BY 'PASSWORD';
CREATE DATABASE clinic CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;
