-- What an outcome is told by, and every next AUTO_INCREMENT value, from the query {counters}.
SELECT json_merge_preserve(({counters}), cast(%s AS JSON)) AS document;
