"""`clinic-db check`: all that a CI asks of a project, on one throwaway server."""
