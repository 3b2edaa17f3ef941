-- What is remembered of generated clinics goes when they have gone.
DROP TABLE IF EXISTS {table};
