-- Role: clinic_reader
--
-- Dashboards and reports: the views, and no table behind them.
CREATE ROLE IF NOT EXISTS clinic_reader;

GRANT SELECT ON appointment_schedule TO clinic_reader;
GRANT SELECT ON clinic_overview TO clinic_reader;
GRANT SELECT ON daily_revenue TO clinic_reader;
GRANT SELECT ON monthly_revenue TO clinic_reader;
GRANT SELECT ON unpaid_bills TO clinic_reader;
GRANT SELECT ON yearly_revenue TO clinic_reader;
