-- One row for `journal_rows`; {expected} is a placeholder, or a query that the server answers.
(%s, %s, %s, %s, %s, UTC_TIMESTAMP(6), IF(%s, UTC_TIMESTAMP(6), NULL), {expected}, %s);
