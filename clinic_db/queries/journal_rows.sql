-- `done` of the last statement and `running` of the next travel together, as many rows as needed.
INSERT INTO _clinic_db_journal
(
    migration_id,
    direction,
    ordinal,
    statement_sha256,
    state,
    started_at,
    finished_at,
    expected,
    variables,
    affected
)
VALUES {rows}
AS new
ON DUPLICATE KEY UPDATE
    statement_sha256 = new.statement_sha256,
    state = new.state,
    started_at = if(new.state = 'running', new.started_at, _clinic_db_journal.started_at),
    finished_at = new.finished_at,
    expected = new.expected,
    variables = new.variables,
    affected = new.affected;
