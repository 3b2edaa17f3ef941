-- One row for `journal_rows`.
(%s, %s, %s, %s, %s, UTC_TIMESTAMP(6), IF(%s, UTC_TIMESTAMP(6), NULL), %s, %s);
