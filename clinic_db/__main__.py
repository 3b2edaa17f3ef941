"""`python -m clinic_db` is `clinic-db`."""

from clinic_db.cli import main

main()
