-- Case: check gone
-- missing check customers.ck_customers_note
ALTER TABLE customers DROP CHECK ck_customers_note;
-- Undo:
ALTER TABLE customers ADD CONSTRAINT ck_customers_note CHECK (note <> 'none');

-- Case: extra check
-- extra check tags.ck_by_hand
ALTER TABLE tags ADD CONSTRAINT ck_by_hand CHECK (weight > 0);
-- Undo:
ALTER TABLE tags DROP CHECK ck_by_hand;

-- Case: clause of a check
-- changed check customers.ck_customers_note: expression
ALTER TABLE customers DROP CHECK ck_customers_note,
    ADD CONSTRAINT ck_customers_note CHECK (note <> 'nothing');
-- Undo:
ALTER TABLE customers DROP CHECK ck_customers_note,
    ADD CONSTRAINT ck_customers_note CHECK (note <> 'none');

-- Case: check not enforced
-- changed check customers.ck_customers_note: enforced
ALTER TABLE customers ALTER CHECK ck_customers_note NOT ENFORCED;
-- Undo:
ALTER TABLE customers ALTER CHECK ck_customers_note ENFORCED;

-- Case: check enforced
-- changed check customers.ck_customers_score: enforced
ALTER TABLE customers ALTER CHECK ck_customers_score ENFORCED;
-- Undo:
ALTER TABLE customers ALTER CHECK ck_customers_score NOT ENFORCED;

-- Case: foreign key gone
-- missing foreign key orders.fk_orders_customer
ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
-- Undo:
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id)
    REFERENCES customers (customer_id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- Case: foreign key gone with its index
-- missing foreign key orders.fk_orders_tag
-- missing index orders.fk_orders_tag
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag, DROP INDEX fk_orders_tag;
-- Undo:
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (tag_id)
    ON DELETE SET NULL;

-- Case: extra foreign key
-- extra foreign key tags.fk_by_hand
-- extra index tags.fk_by_hand
ALTER TABLE tags ADD CONSTRAINT fk_by_hand FOREIGN KEY (weight) REFERENCES tags (tag_id);
-- Undo:
ALTER TABLE tags DROP FOREIGN KEY fk_by_hand, DROP INDEX fk_by_hand;

-- Case: on delete
-- changed foreign key orders.fk_orders_customer: on_delete
ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id)
    REFERENCES customers (customer_id) ON DELETE CASCADE ON UPDATE CASCADE;
-- Undo:
ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id)
    REFERENCES customers (customer_id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- Case: on update
-- changed foreign key orders.fk_orders_customer: on_update
ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id)
    REFERENCES customers (customer_id) ON DELETE RESTRICT ON UPDATE NO ACTION;
-- Undo:
ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id)
    REFERENCES customers (customer_id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- Case: parent of a foreign key
-- changed foreign key orders.fk_orders_tag: parent
-- extra table labels
CREATE TABLE labels (tag_id INT PRIMARY KEY);
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES labels (tag_id)
    ON DELETE SET NULL;
-- Undo:
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (tag_id)
    ON DELETE SET NULL;
DROP TABLE labels;

-- Case: column of the parent
-- changed foreign key orders.fk_orders_tag: parent_parts
-- extra index tags.uq_by_hand
ALTER TABLE tags ADD UNIQUE KEY uq_by_hand (weight);
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (weight)
    ON DELETE SET NULL;
-- Undo:
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (tag_id)
    ON DELETE SET NULL;
DROP INDEX uq_by_hand ON tags;

-- Case: column of a foreign key
-- changed foreign key orders.fk_orders_tag: parts
-- changed index orders.fk_orders_tag: parts
-- extra column orders.label_id
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag, DROP INDEX fk_orders_tag, ADD label_id INT;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (label_id) REFERENCES tags (tag_id)
    ON DELETE SET NULL;
-- Undo:
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag, DROP INDEX fk_orders_tag, DROP label_id;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (tag_id)
    ON DELETE SET NULL;

-- Case: parent in another database
-- changed foreign key orders.fk_orders_tag: parent
CREATE DATABASE drift_elsewhere;
CREATE TABLE drift_elsewhere.tags (tag_id INT PRIMARY KEY);
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id)
    REFERENCES drift_elsewhere.tags (tag_id) ON DELETE SET NULL;
-- Undo:
ALTER TABLE orders DROP FOREIGN KEY fk_orders_tag;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (tag_id)
    ON DELETE SET NULL;
DROP DATABASE drift_elsewhere;
