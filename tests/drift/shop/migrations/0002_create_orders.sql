-- Migration: 0002_create_orders
--
-- A child with foreign keys.
-- depends: 0001_create_customers

CREATE TABLE orders (
    order_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    customer_id BIGINT NOT NULL COMMENT 'Who pays',
    tag_id INT NULL COMMENT 'Word on the box',
    amount DECIMAL(10, 2) NOT NULL DEFAULT 0.00 COMMENT 'To pay',
    placed_at DATETIME(6) NOT NULL COMMENT 'Instant, UTC',
    PRIMARY KEY (order_id),
    KEY ix_orders_customer (customer_id, placed_at),
    CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (customer_id)
        ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT fk_orders_tag FOREIGN KEY (tag_id) REFERENCES tags (tag_id) ON DELETE SET NULL
) COMMENT = 'What was bought';
