-- The keys of all generated rows, chunk by chunk.
SELECT
    p.run_id,
    p.part,
    p.table_name,
    p.first_key,
    p.last_key,
    p.row_count
FROM _clinic_db_seed_part AS p
ORDER BY p.run_id, p.part;
