-- Rollback: 0010_create_insurance
--
-- Policies go before the people they insure.

DROP TABLE insurance;
