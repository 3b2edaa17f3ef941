-- The definition of one object.
SHOW CREATE {kind} {name};
