-- Rollback: 0012_create_payments
--
-- The ledger goes before the bills it settles.

DROP TABLE payments;
