-- Done by hand, and nobody's business: none of this is drift. A paragraph is one session.

-- Case: rows and counters
INSERT INTO customers (full_name, joined_on, status) VALUES ('A', '2024-01-01', 'Known');
ALTER TABLE customers AUTO_INCREMENT = 5000;
DELETE FROM customers;

-- Case: upkeep
ANALYZE TABLE orders;
ALTER TABLE tags ENGINE = InnoDB;
ALTER TABLE readings REBUILD PARTITION p_old;

-- Case: the row format that it has anyway
ALTER TABLE tags ROW_FORMAT = DYNAMIC;

-- Case: a default that it has anyway
ALTER TABLE tags ALTER weight SET DEFAULT NULL;

-- Case: a width that means nothing
ALTER TABLE tags MODIFY weight INT(11) NULL COMMENT 'Heavier comes first';

-- Case: a check written in another character set
SET NAMES latin1;
ALTER TABLE customers DROP CHECK ck_customers_note;
ALTER TABLE customers ADD CONSTRAINT ck_customers_note CHECK (note <> 'none');

-- Case: an index made again behind the others
ALTER TABLE customers DROP INDEX ix_customers_name;
ALTER TABLE customers ADD INDEX ix_customers_name (full_name(20), joined_on DESC);

-- Case: a view made again by the account that reads
CREATE OR REPLACE SQL SECURITY INVOKER VIEW open_orders (order_id, customer_id, amount) AS
SELECT o.order_id, o.customer_id, o.amount FROM orders AS o WHERE o.amount > 0
WITH CASCADED CHECK OPTION;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW open_orders AS
SELECT order_id, customer_id, amount FROM orders WHERE amount > 0 WITH CHECK OPTION;

-- Case: an account of the clinic's own
CREATE USER drift_somebody IDENTIFIED BY 'x';
GRANT drift_packer TO drift_somebody;
GRANT SELECT ON orders TO drift_somebody;
DROP USER drift_somebody;
CREATE USER drift_somebody IDENTIFIED BY 'x';
GRANT ALL ON * TO drift_somebody;

-- Case: a role's right on the whole server, and a role that does nothing here
GRANT PROCESS ON *.* TO drift_packer;
CREATE ROLE drift_idle;

-- Case: an event altered, its definition the same
ALTER EVENT census COMMENT 'Once a year';

-- Case: a temporary table
CREATE TEMPORARY TABLE scratch (id INT);
