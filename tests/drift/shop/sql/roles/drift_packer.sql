-- Role: drift_packer
CREATE ROLE IF NOT EXISTS drift_packer;

GRANT SELECT ON orders TO drift_packer;
GRANT SELECT (customer_id, full_name), UPDATE (note) ON customers TO drift_packer;
GRANT EXECUTE ON PROCEDURE place_order TO drift_packer;
GRANT EXECUTE ON FUNCTION with_tax TO drift_packer;
