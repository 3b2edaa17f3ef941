# a comment of the shell's kind
--
-- a quote's comment; with a semicolon
SELECT 1 -- one ; more
    + 2 # and ' this
    /* and " this ; */ + 3;
SELECT 5--1, 6 -- 1
;
