-- Content of tables as one number each.
CHECKSUM TABLE {tables};
