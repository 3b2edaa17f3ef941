-- Rollback: 0003_create_services
--
-- The price list goes once no line is priced from it.

DROP TABLE services;
