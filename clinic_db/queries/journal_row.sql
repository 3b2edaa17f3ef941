-- One row for `journal_rows`; {expected} and {variables} are what the server writes down.
(%s, %s, %s, %s, %s, UTC_TIMESTAMP(6), IF(%s, UTC_TIMESTAMP(6), NULL), {expected}, {variables}, %s);
