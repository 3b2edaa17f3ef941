"""Pages generated from a database: what deletes what, the diagram, the list of objects."""
