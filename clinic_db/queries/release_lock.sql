-- The lock would go with the session too; this frees it while the session lives on.
SELECT release_lock(%s) AS released;
