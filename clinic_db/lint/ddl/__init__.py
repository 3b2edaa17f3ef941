"""What DDL statements say, read from their text: enough of MySQL's grammar for the rules. Pure."""
