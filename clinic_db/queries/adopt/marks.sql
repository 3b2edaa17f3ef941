-- The steps that are done.
SELECT
    p.step,
    p.detail
FROM _clinic_db_adoption AS p;
