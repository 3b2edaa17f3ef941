-- Migration: 0001_create_customers
--
-- A table with a column, an index and a constraint of every sort.

CREATE TABLE customers (
    customer_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    full_name VARCHAR(100) NOT NULL COMMENT 'As on the card',
    email VARCHAR(190) NULL COMMENT 'One address, one customer',
    joined_on DATE NOT NULL DEFAULT (curdate()) COMMENT 'First order',
    note VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'For the packer',
    status ENUM('New', 'Known') NOT NULL DEFAULT 'New' COMMENT 'Decides on credit',
    name_key VARCHAR(100) GENERATED ALWAYS AS (concat(lower(full_name), 'é')) VIRTUAL COMMENT 'Sorts',
    changed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
        ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'Last write',
    score INT NULL INVISIBLE COMMENT 'Not for everybody',
    spot POINT NULL SRID 4326 COMMENT 'Where to deliver',
    PRIMARY KEY (customer_id),
    UNIQUE KEY uq_customers_email (email),
    KEY ix_customers_name (full_name(20), joined_on DESC),
    KEY ix_customers_address ((lower(email))) COMMENT 'Search box',
    KEY ix_customers_score (score) INVISIBLE,
    FULLTEXT KEY ft_customers_note (note),
    CONSTRAINT ck_customers_note CHECK (note <> 'none'),
    CONSTRAINT ck_customers_score CHECK (score > 0) NOT ENFORCED
) COMMENT = 'Who buys';

CREATE TABLE tags (
    tag_id INT NOT NULL COMMENT 'Key',
    tag VARCHAR(30) NOT NULL COMMENT 'What it says',
    weight INT NULL COMMENT 'Heavier comes first',
    PRIMARY KEY (tag_id)
) COMMENT = 'Words on boxes';
