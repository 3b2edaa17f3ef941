-- Case: extra index
-- extra index tags.ix_by_hand
CREATE INDEX ix_by_hand ON tags (tag);
-- Undo:
DROP INDEX ix_by_hand ON tags;

-- Case: index gone
-- missing index customers.ix_customers_name
DROP INDEX ix_customers_name ON customers;
-- Undo:
CREATE INDEX ix_customers_name ON customers (full_name(20), joined_on DESC);

-- Case: full-text index gone
-- missing index customers.ft_customers_note
DROP INDEX ft_customers_note ON customers;
-- Undo:
CREATE FULLTEXT INDEX ft_customers_note ON customers (note);

-- Case: kind of index
-- changed index customers.ft_customers_note: type
ALTER TABLE customers DROP INDEX ft_customers_note, ADD INDEX ft_customers_note (note);
-- Undo:
ALTER TABLE customers DROP INDEX ft_customers_note, ADD FULLTEXT INDEX ft_customers_note (note);

-- Case: index renamed
-- missing index customers.ix_customers_score
-- extra index customers.ix_score
ALTER TABLE customers RENAME INDEX ix_customers_score TO ix_score;
-- Undo:
ALTER TABLE customers RENAME INDEX ix_score TO ix_customers_score;

-- Case: order of the parts
-- changed index customers.ix_customers_name: parts
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (joined_on DESC, full_name(20));
-- Undo:
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (full_name(20), joined_on DESC);

-- Case: length of a part
-- changed index customers.ix_customers_name: parts
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (full_name(30), joined_on DESC);
-- Undo:
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (full_name(20), joined_on DESC);

-- Case: direction of a part
-- changed index customers.ix_customers_name: parts
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (full_name(20), joined_on);
-- Undo:
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (full_name(20), joined_on DESC);

-- Case: one part fewer
-- changed index customers.ix_customers_name: parts
ALTER TABLE customers DROP INDEX ix_customers_name, ADD INDEX ix_customers_name (full_name(20));
-- Undo:
ALTER TABLE customers DROP INDEX ix_customers_name,
    ADD INDEX ix_customers_name (full_name(20), joined_on DESC);

-- Case: index made invisible
-- changed index orders.ix_orders_customer: visible
ALTER TABLE orders ALTER INDEX ix_orders_customer INVISIBLE;
-- Undo:
ALTER TABLE orders ALTER INDEX ix_orders_customer VISIBLE;

-- Case: index made visible
-- changed index customers.ix_customers_score: visible
ALTER TABLE customers ALTER INDEX ix_customers_score VISIBLE;
-- Undo:
ALTER TABLE customers ALTER INDEX ix_customers_score INVISIBLE;

-- Case: comment of an index
-- changed index customers.ix_customers_address: comment
ALTER TABLE customers DROP INDEX ix_customers_address,
    ADD INDEX ix_customers_address ((lower(email)));
-- Undo:
ALTER TABLE customers DROP INDEX ix_customers_address,
    ADD INDEX ix_customers_address ((lower(email))) COMMENT 'Search box';

-- Case: expression of an index
-- changed index customers.ix_customers_address: parts
ALTER TABLE customers DROP INDEX ix_customers_address,
    ADD INDEX ix_customers_address ((upper(email))) COMMENT 'Search box';
-- Undo:
ALTER TABLE customers DROP INDEX ix_customers_address,
    ADD INDEX ix_customers_address ((lower(email))) COMMENT 'Search box';

-- Case: no longer unique
-- changed index customers.uq_customers_email: non_unique
ALTER TABLE customers DROP INDEX uq_customers_email, ADD INDEX uq_customers_email (email);
-- Undo:
ALTER TABLE customers DROP INDEX uq_customers_email, ADD UNIQUE INDEX uq_customers_email (email);

-- Case: extra unique key
-- extra index tags.uq_tags_tag
ALTER TABLE tags ADD UNIQUE KEY uq_tags_tag (tag);
-- Undo:
ALTER TABLE tags DROP INDEX uq_tags_tag;

-- Case: primary key
-- changed index orders.PRIMARY: parts
ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (order_id, customer_id);
-- Undo:
ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (order_id);

-- Case: extra primary key
-- extra index readings.PRIMARY
ALTER TABLE readings ADD PRIMARY KEY (taken_on, degrees);
-- Undo:
ALTER TABLE readings DROP PRIMARY KEY;
