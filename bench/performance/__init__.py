"""How the clinic's queries grow: what is measured, and the page and the plot made from it."""
