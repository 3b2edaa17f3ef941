-- Procedure: place_order
CREATE PROCEDURE place_order (IN in_customer_id BIGINT, IN in_note VARCHAR(50))
SQL SECURITY DEFINER
NOT DETERMINISTIC
MODIFIES SQL DATA
COMMENT 'One more order'
BEGIN
    -- Kept with the body.
    /*!80000 SET SESSION foreign_key_checks = 1; */
    INSERT INTO orders (customer_id, placed_at) VALUES (in_customer_id, utc_timestamp(6));
    SELECT in_note AS said;
END;
