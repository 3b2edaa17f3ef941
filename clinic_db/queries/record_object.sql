-- One row for `record_objects`.
(%s, %s, %s, %s, %s, UTC_TIMESTAMP(6));
