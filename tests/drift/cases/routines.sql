-- Case: procedure gone
-- missing procedure place_order
-- changed role drift_packer: procedure place_order
DROP PROCEDURE place_order;
-- Undo: apply

-- Case: function gone
-- missing function with_tax
-- changed role drift_packer: function with_tax
DROP FUNCTION with_tax;
-- Undo: apply

-- Case: extra procedure
-- extra procedure by_hand
CREATE PROCEDURE by_hand () SELECT 1;
-- Undo: what drift says

-- Case: extra function
-- extra function by_hand
CREATE FUNCTION by_hand () RETURNS INT NO SQL RETURN 1;
-- Undo: what drift says

-- Case: comment of a procedure
-- changed procedure place_order: comment
ALTER PROCEDURE place_order COMMENT 'Mine';
-- Undo: apply

-- Case: security of a procedure
-- changed procedure place_order: security
ALTER PROCEDURE place_order SQL SECURITY INVOKER;
-- Undo: apply

-- Case: data access
-- changed procedure place_order: data_access
ALTER PROCEDURE place_order READS SQL DATA;
-- Undo: apply

-- Case: comment of a function
-- changed function with_tax: comment
ALTER FUNCTION with_tax COMMENT 'Mine';
-- Undo: apply

-- Case: body of a procedure
-- changed procedure place_order: body
-- changed role drift_packer: procedure place_order
-- Edit: procedures/place_order.sql: AS said => AS told
-- Undo: apply

-- Case: comment in a body
-- changed procedure place_order: body
-- changed role drift_packer: procedure place_order
-- Edit: procedures/place_order.sql: /*!80000 SET SESSION foreign_key_checks = 1; */ => 
-- Undo: apply

-- Case: parameter's type
-- changed procedure place_order: parameters
-- changed role drift_packer: procedure place_order
-- Edit: procedures/place_order.sql: in_note VARCHAR(50) => in_note VARCHAR(60)
-- Undo: apply

-- Case: parameter's direction
-- changed procedure place_order: parameters
-- changed role drift_packer: procedure place_order
-- Edit: procedures/place_order.sql: IN in_note => INOUT in_note
-- Undo: apply

-- Case: parameter's character set
-- changed function with_tax: parameters
-- changed role drift_packer: function with_tax
-- Edit: sql/functions/with_tax.sql: VARCHAR(2) => VARCHAR(2) CHARACTER SET ascii
-- Undo: apply

-- Case: another parameter
-- changed procedure place_order: parameters
-- changed role drift_packer: procedure place_order
-- Edit: procedures/place_order.sql: (IN  => (IN in_more INT, IN 
-- Undo: apply

-- Case: definer of a procedure
-- changed procedure place_order: definer
-- changed role drift_packer: procedure place_order
-- Edit: procedures/place_order.sql: CREATE PROCEDURE => CREATE DEFINER = 'somebody'@'%' PROCEDURE
-- Undo: apply

-- Case: sql_mode of a procedure
-- changed procedure place_order: sql_mode
-- changed role drift_packer: procedure place_order
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';
-- Edit: procedures/place_order.sql
-- Undo: apply

-- Case: session of a procedure
-- changed procedure place_order: character_set_client, collation_connection
-- changed role drift_packer: procedure place_order
SET NAMES latin1;
-- Edit: procedures/place_order.sql
-- Undo: apply

-- Case: database's collation
-- changed procedure place_order: database_collation, parameters
-- changed role drift_packer: procedure place_order
ALTER DATABASE COLLATE utf8mb4_0900_as_cs;
-- Edit: procedures/place_order.sql
ALTER DATABASE COLLATE utf8mb4_0900_ai_ci;
-- Undo: apply

-- Case: returned type
-- changed function with_tax: returns_type
-- changed role drift_packer: function with_tax
-- Edit: sql/functions/with_tax.sql: VARCHAR(20) => VARCHAR(21)
-- Undo: apply

-- Case: returned character set
-- changed function with_tax: returns_type
-- changed role drift_packer: function with_tax
-- Edit: sql/functions/with_tax.sql: VARCHAR(20) => VARCHAR(20) CHARACTER SET latin1
-- Undo: apply

-- Case: not deterministic
-- changed function with_tax: is_deterministic
-- changed role drift_packer: function with_tax
-- Edit: sql/functions/with_tax.sql: DETERMINISTIC => NOT DETERMINISTIC
-- Undo: apply

-- Case: definer of a function
-- changed function with_tax: definer
-- changed role drift_packer: function with_tax
-- Edit: sql/functions/with_tax.sql: CREATE FUNCTION => CREATE DEFINER = 'somebody'@'%' FUNCTION
-- Undo: apply
