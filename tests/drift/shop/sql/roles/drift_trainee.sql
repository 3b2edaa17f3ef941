-- Role: drift_trainee
CREATE ROLE IF NOT EXISTS drift_trainee;
