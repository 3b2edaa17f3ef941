-- How many rows this session has read so far, counter by counter.
SHOW SESSION STATUS LIKE 'Handler_read%';
