-- Case: view gone
-- missing view turnover
DROP VIEW turnover;
-- Undo: apply

-- Case: extra view
-- extra view by_hand
CREATE VIEW by_hand AS SELECT 1 AS one;
-- Undo: what drift says

-- Case: text of a view
-- changed view turnover: body
-- Edit: sql/views/turnover.sql: sum => max
-- Undo: apply

-- Case: literal of a view
-- changed view turnover: body
-- Edit: sql/views/turnover.sql: 'Rp' => 'IDR'
-- Undo: apply

-- Case: security of a view
-- changed view open_orders: security
-- Edit: sql/views/open_orders.sql: INVOKER => DEFINER
-- Undo: apply

-- Case: check option
-- changed view open_orders: check_option
-- Edit: sql/views/open_orders.sql: CASCADED => LOCAL
-- Undo: apply

-- Case: definer of a view
-- changed view turnover: definer
-- Edit: sql/views/turnover.sql: CREATE VIEW => CREATE DEFINER = 'somebody'@'%' VIEW
-- Undo: apply

-- Case: session of a view
-- changed view turnover: character_set_client, collation_connection
SET NAMES latin1;
-- Edit: sql/views/turnover.sql
-- Undo: apply

-- Case: view made a table
-- missing view turnover
-- extra table turnover
DROP VIEW turnover;
CREATE TABLE turnover (a INT);
-- Undo:
DROP TABLE turnover;
-- Undo: apply
