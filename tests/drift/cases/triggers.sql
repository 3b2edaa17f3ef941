-- Case: trigger gone
-- missing trigger customers_after_delete
DROP TRIGGER customers_after_delete;
-- Undo: apply

-- Case: first of two triggers gone
-- missing trigger orders_before_insert
DROP TRIGGER orders_before_insert;
-- Undo: apply

-- Case: extra trigger
-- extra trigger by_hand
CREATE TRIGGER by_hand AFTER INSERT ON tags FOR EACH ROW SET @new = NEW.tag_id;
-- Undo: what drift says

-- Case: extra trigger before another
-- extra trigger by_hand
CREATE TRIGGER by_hand BEFORE INSERT ON orders
    FOR EACH ROW PRECEDES orders_before_insert SET @new = NEW.order_id;
-- Undo: what drift says

-- Case: body of a trigger
-- changed trigger orders_before_insert: body
-- Edit: triggers/orders_before_insert.sql: EACH ROW => EACH ROW PRECEDES orders_before_insert_limit
-- Edit: amount, 0 => amount, 1
-- Undo: apply

-- Case: definer of a trigger
-- changed trigger orders_before_insert: definer
-- Edit: triggers/orders_before_insert.sql: EACH ROW => EACH ROW PRECEDES orders_before_insert_limit
-- Edit: CREATE TRIGGER => CREATE DEFINER = 'somebody'@'%' TRIGGER
-- Undo: apply

-- Case: sql_mode of a trigger
-- changed trigger orders_before_insert: sql_mode
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';
-- Edit: triggers/orders_before_insert.sql: EACH ROW => EACH ROW PRECEDES orders_before_insert_limit
-- Undo: apply

-- Case: session of a trigger
-- changed trigger orders_before_insert: character_set_client, collation_connection
SET NAMES latin1;
-- Edit: triggers/orders_before_insert.sql: EACH ROW => EACH ROW PRECEDES orders_before_insert_limit
-- Undo: apply

-- Case: timing of a trigger
-- changed trigger orders_before_insert: body, timing
DROP TRIGGER orders_before_insert;
CREATE TRIGGER orders_before_insert AFTER INSERT ON orders FOR EACH ROW SET @seen = 1;
-- Undo: apply

-- Case: event of a trigger
-- changed trigger orders_before_insert: event
-- Edit: triggers/orders_before_insert.sql: BEFORE INSERT => BEFORE UPDATE
-- Undo: apply

-- Case: table of a trigger
-- changed trigger orders_before_insert: body, table_name
DROP TRIGGER orders_before_insert;
CREATE TRIGGER orders_before_insert BEFORE INSERT ON tags FOR EACH ROW SET NEW.weight = 1;
-- Undo: apply

-- Case: order of triggers
-- changed trigger orders_before_insert_limit: position
-- Edit: triggers/orders_before_insert.sql
-- Undo: what drift says

-- Case: database's collation when a trigger was made
-- changed trigger orders_before_insert: database_collation
ALTER DATABASE COLLATE utf8mb4_0900_as_cs;
-- Edit: triggers/orders_before_insert.sql: EACH ROW => EACH ROW PRECEDES orders_before_insert_limit
ALTER DATABASE COLLATE utf8mb4_0900_ai_ci;
-- Undo: apply
