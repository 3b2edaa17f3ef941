-- Case: extra right
-- changed role drift_packer: table orders
GRANT DELETE ON orders TO drift_packer;
-- Undo: apply

-- Case: right on one more table
-- changed role drift_packer: table tags
GRANT SELECT ON tags TO drift_packer;
-- Undo: apply

-- Case: right gone
-- changed role drift_packer: table orders
REVOKE SELECT ON orders FROM drift_packer;
-- Undo: apply

-- Case: right on a column
-- changed role drift_packer: table customers
GRANT SELECT (email) ON customers TO drift_packer;
-- Undo: apply

-- Case: right on a column gone
-- changed role drift_packer: table customers
REVOKE UPDATE (note) ON customers FROM drift_packer;
-- Undo: apply

-- Case: right on a procedure gone
-- changed role drift_packer: procedure place_order
REVOKE EXECUTE ON PROCEDURE place_order FROM drift_packer;
-- Undo: apply

-- Case: right to pass on
-- changed role drift_packer: table orders
GRANT SELECT ON orders TO drift_packer WITH GRANT OPTION;
-- Undo: apply

-- Case: every right gone
-- changed role drift_packer: function with_tax, procedure place_order, table customers,
--   table orders
DROP ROLE drift_packer;
CREATE ROLE drift_packer;
-- Undo: apply

-- Case: role gone
-- missing role drift_packer
DROP ROLE drift_packer;
-- Undo: apply

-- Case: role that may do nothing gone
-- missing role drift_trainee
DROP ROLE drift_trainee;
-- Undo: apply

-- Case: right of a role that may do nothing
-- changed role drift_trainee: table tags
GRANT SELECT ON tags TO drift_trainee;
-- Undo: apply

-- Case: right on the database
-- changed role drift_packer: database
GRANT SELECT, DROP ON * TO drift_packer;
-- Undo: what drift says

-- Case: role in a role
-- changed role drift_packer: role drift_boss
CREATE ROLE drift_boss;
GRANT drift_boss TO drift_packer;
-- Undo:
REVOKE drift_boss FROM drift_packer;
DROP ROLE drift_boss;

-- Case: role that can log in
-- changed role drift_packer: log in
ALTER USER drift_packer IDENTIFIED BY 'x' ACCOUNT UNLOCK;
-- Undo: what drift says

-- Case: extra role
-- extra role drift_stranger
CREATE ROLE drift_stranger;
GRANT SELECT ON orders TO drift_stranger;
-- Undo: what drift says
