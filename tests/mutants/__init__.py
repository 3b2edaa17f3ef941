"""Mutation testing: break one rule of the database at a time, and some test must fail.

`make mutants` runs it; `python -m mutants --help`, with tests/ on the path, tells the options. It
lives beside the tests, not in bench/, because it runs them in its own process and through their
own fixtures, and what it measures is the tests. It is no part of the normal run, because it takes
the better part of an hour; only the generator is tested there (test_generator.py).
"""
