-- Rollback: 0009_create_lab_results
--
-- Results go before the records they belong to.

DROP TABLE lab_results;
