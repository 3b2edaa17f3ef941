-- What the server that was measured is like.
SELECT
    @@global.version AS version,
    @@global.innodb_flush_log_at_trx_commit = 1 AND @@global.sync_binlog = 1 AS is_durable,
    @@global.innodb_buffer_pool_size DIV 1048576 AS pool_mb;
