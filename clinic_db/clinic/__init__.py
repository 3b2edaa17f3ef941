"""All that knows the clinic: its demo day and, outside SQL, nothing else of the toolkit does."""
