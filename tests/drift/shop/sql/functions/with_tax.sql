-- Function: with_tax
CREATE FUNCTION with_tax (in_amount DECIMAL(10, 2), in_country VARCHAR(2))
RETURNS VARCHAR(20)
DETERMINISTIC
NO SQL
SQL SECURITY INVOKER
COMMENT 'The price on the tag'
RETURN concat(in_country, ' ', in_amount * 1.11);
