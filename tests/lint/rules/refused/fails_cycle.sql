-- finds: migrations/0002_add_a.sql:1:1
-- >>> migrations/0002_add_a.sql
-- depends: 0003_add_b
SELECT 1;
-- >>> migrations/0003_add_b.sql
-- depends: 0002_add_a
SELECT 1;
