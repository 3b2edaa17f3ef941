DROP TABLE tags;
DROP TABLE customers;
