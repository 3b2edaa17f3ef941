-- Case: extra column at the end
-- extra column tags.colour
ALTER TABLE tags ADD colour INT;
-- Undo:
ALTER TABLE tags DROP colour;

-- Case: extra column in between
-- extra column tags.colour
ALTER TABLE tags ADD colour INT AFTER tag_id;
-- Undo:
ALTER TABLE tags DROP colour;

-- Case: extra column in front
-- extra column customers.colour
ALTER TABLE customers ADD colour INT FIRST;
-- Undo:
ALTER TABLE customers DROP colour;

-- Case: column gone
-- missing column tags.weight
ALTER TABLE tags DROP weight;
-- Undo:
ALTER TABLE tags ADD weight INT NULL COMMENT 'Heavier comes first';

-- Case: column gone in the middle
-- missing column tags.tag
ALTER TABLE tags DROP tag;
-- Undo:
ALTER TABLE tags ADD tag VARCHAR(30) NOT NULL COMMENT 'What it says' AFTER tag_id;

-- Case: column renamed
-- missing column tags.tag
-- extra column tags.label
ALTER TABLE tags RENAME COLUMN tag TO label;
-- Undo:
ALTER TABLE tags RENAME COLUMN label TO tag;

-- Case: column moved back
-- changed column tags.weight: position
ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL COMMENT 'What it says' AFTER weight;
-- Undo:
ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL COMMENT 'What it says' AFTER tag_id;

-- Case: column moved to the front
-- changed column customers.score: position
ALTER TABLE customers MODIFY score INT NULL INVISIBLE COMMENT 'Not for everybody' FIRST;
-- Undo:
ALTER TABLE customers MODIFY score INT NULL INVISIBLE COMMENT 'Not for everybody' AFTER changed_at;

-- Case: length
-- changed column tags.tag: type
ALTER TABLE tags MODIFY tag VARCHAR(40) NOT NULL COMMENT 'What it says';
-- Undo:
ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL COMMENT 'What it says';

-- Case: unsigned
-- changed column tags.weight: type
ALTER TABLE tags MODIFY weight INT UNSIGNED COMMENT 'Heavier comes first';
-- Undo:
ALTER TABLE tags MODIFY weight INT COMMENT 'Heavier comes first';

-- Case: nullable
-- changed column tags.tag: nullable
ALTER TABLE tags MODIFY tag VARCHAR(30) NULL COMMENT 'What it says';
-- Undo:
ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL COMMENT 'What it says';

-- Case: default
-- changed column orders.amount: default_value
ALTER TABLE orders MODIFY amount DECIMAL(10, 2) NOT NULL DEFAULT 1.00 COMMENT 'To pay';
-- Undo:
ALTER TABLE orders MODIFY amount DECIMAL(10, 2) NOT NULL DEFAULT 0.00 COMMENT 'To pay';

-- Case: default gone
-- changed column orders.amount: default_value
ALTER TABLE orders MODIFY amount DECIMAL(10, 2) NOT NULL COMMENT 'To pay';
-- Undo:
ALTER TABLE orders MODIFY amount DECIMAL(10, 2) NOT NULL DEFAULT 0.00 COMMENT 'To pay';

-- Case: empty default gone
-- changed column customers.note: default_value
ALTER TABLE customers ALTER note DROP DEFAULT;
-- Undo:
ALTER TABLE customers ALTER note SET DEFAULT '';

-- Case: default made an expression
-- changed column orders.amount: default_value
ALTER TABLE orders MODIFY amount DECIMAL(10, 2) NOT NULL DEFAULT (0.00) COMMENT 'To pay';
-- Undo:
ALTER TABLE orders MODIFY amount DECIMAL(10, 2) NOT NULL DEFAULT 0.00 COMMENT 'To pay';

-- Case: expression of a default
-- changed column customers.joined_on: default_value
ALTER TABLE customers ALTER joined_on SET DEFAULT (curdate() - INTERVAL 1 DAY);
-- Undo:
ALTER TABLE customers ALTER joined_on SET DEFAULT (curdate());

-- Case: comment of a column
-- changed column tags.tag: comment
ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL COMMENT 'Word';
-- Undo:
ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL COMMENT 'What it says';

-- Case: collation
-- changed column customers.note: collation_name
ALTER TABLE customers MODIFY note VARCHAR(200) COLLATE utf8mb4_0900_as_cs NOT NULL DEFAULT ''
    COMMENT 'For the packer';
-- Undo:
ALTER TABLE customers MODIFY note VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'For the packer';

-- Case: character set
-- changed column customers.note: character_set, collation_name
ALTER TABLE customers MODIFY note VARCHAR(200) CHARACTER SET latin1 NOT NULL DEFAULT ''
    COMMENT 'For the packer';
-- Undo:
ALTER TABLE customers MODIFY note VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'For the packer';

-- Case: word of an enum
-- changed column customers.status: type
ALTER TABLE customers MODIFY status ENUM('New', 'Known', 'Gone') NOT NULL DEFAULT 'New'
    COMMENT 'Decides on credit';
-- Undo:
ALTER TABLE customers MODIFY status ENUM('New', 'Known') NOT NULL DEFAULT 'New'
    COMMENT 'Decides on credit';

-- Case: on update gone
-- changed column customers.changed_at: extra
ALTER TABLE customers MODIFY changed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
    COMMENT 'Last write';
-- Undo:
ALTER TABLE customers MODIFY changed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
    ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'Last write';

-- Case: auto increment gone
-- changed column orders.order_id: extra
ALTER TABLE orders MODIFY order_id BIGINT NOT NULL COMMENT 'Key';
-- Undo:
ALTER TABLE orders MODIFY order_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key';

-- Case: made visible
-- changed column customers.score: visible
ALTER TABLE customers ALTER score SET VISIBLE;
-- Undo:
ALTER TABLE customers ALTER score SET INVISIBLE;

-- Case: made invisible
-- changed column tags.weight: visible
ALTER TABLE tags ALTER weight SET INVISIBLE;
-- Undo:
ALTER TABLE tags ALTER weight SET VISIBLE;

-- Case: generated otherwise
-- changed column customers.name_key: expression
ALTER TABLE customers MODIFY name_key VARCHAR(100)
    GENERATED ALWAYS AS (concat(upper(full_name), 'é')) VIRTUAL COMMENT 'Sorts';
-- Undo:
ALTER TABLE customers MODIFY name_key VARCHAR(100)
    GENERATED ALWAYS AS (concat(lower(full_name), 'é')) VIRTUAL COMMENT 'Sorts';

-- Case: a letter of a literal
-- changed column customers.name_key: expression
ALTER TABLE customers MODIFY name_key VARCHAR(100)
    GENERATED ALWAYS AS (concat(lower(full_name), 'è')) VIRTUAL COMMENT 'Sorts';
-- Undo:
ALTER TABLE customers MODIFY name_key VARCHAR(100)
    GENERATED ALWAYS AS (concat(lower(full_name), 'é')) VIRTUAL COMMENT 'Sorts';

-- Case: stored
-- changed column customers.name_key: extra
ALTER TABLE customers DROP name_key;
ALTER TABLE customers ADD name_key VARCHAR(100)
    GENERATED ALWAYS AS (concat(lower(full_name), 'é')) STORED COMMENT 'Sorts' AFTER status;
-- Undo:
ALTER TABLE customers DROP name_key;
ALTER TABLE customers ADD name_key VARCHAR(100)
    GENERATED ALWAYS AS (concat(lower(full_name), 'é')) VIRTUAL COMMENT 'Sorts' AFTER status;

-- Case: place of a point
-- changed column customers.spot: srs_id
ALTER TABLE customers MODIFY spot POINT NULL SRID 0 COMMENT 'Where to deliver';
-- Undo:
ALTER TABLE customers MODIFY spot POINT NULL SRID 4326 COMMENT 'Where to deliver';
