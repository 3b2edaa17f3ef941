-- Rollback: 0007_create_appointment_services
--
-- Lines go before the visits and the price list they join.

DROP TABLE appointment_services;
