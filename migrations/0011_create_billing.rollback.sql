-- Rollback: 0011_create_billing
--
-- Bills go before the visits they are for.

DROP TABLE billing;
