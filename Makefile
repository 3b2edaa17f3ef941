# Every target makes what it needs: .venv (see .ci/venv), and through the sandbox a MySQL server.
# For GNU make 4 and for macOS's own 3.81.

.DEFAULT_GOAL := help
.PHONY: help demo test lint lint-style lint-types lint-sql fix bench mutants kills clean venv

BIN := .venv/bin
# Further words for the command behind test, demo or bench: make test ARGS="-k payments"
ARGS :=
# Each process has a MySQL server of its own, which takes 700 MB of memory.
PARALLEL := --numprocesses auto --maxprocesses 4 --dist worksteal

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-16s%s\n", $$1, $$2}'

demo: venv ## a MySQL server, the schema, sample data and one day in the clinic
	@$(BIN)/clinic-db demo $(ARGS)

test: venv ## the whole test suite, against a real throwaway MySQL
	@$(BIN)/pytest $(PARALLEL) $(ARGS)

kills: venv ## kill client, connection and server at every statement; takes its time
	@CLINIC_DB_KILLS=$${CLINIC_DB_KILLS:-all} $(BIN)/pytest tests/kills -q -s $(ARGS)

lint: lint-style lint-types lint-sql ## ruff, mypy and clinic-db check; changes nothing

lint-style: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types: venv
	$(BIN)/mypy

# Style and rules, apply, every rollback, drift: all of it on one throwaway server.
lint-sql: venv
	$(BIN)/clinic-db check

fix: venv ## let ruff and clinic-db lint repair and format what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/clinic-db lint --fix --rules style

bench: venv ## run every benchmark in bench/; a quarter of an hour and 3 GB of disk
	@missed=; for file in bench/*.py; do \
	    echo "== $$file"; $(BIN)/python "$$file" $(ARGS) || missed="$$missed $$file"; \
	done; [ -z "$$missed" ] || { echo "a goal was missed, or it failed:$$missed"; exit 1; }

mutants: venv ## break each rule of the database in turn: some test must fail (takes an hour)
	@PYTHONPATH=tests $(BIN)/python -m mutants $(ARGS)

# A sandbox is looked after by a process that runs from .venv: none may be left behind.
clean: ## delete .venv and what the tools left behind; sandboxes must be stopped before
	@if [ -x $(BIN)/clinic-db ] && running=$$($(BIN)/clinic-db sandbox status) \
	        && [ "$$running" != "no sandbox is running" ]; then \
	    echo "$$running"; \
	    echo "stop what runs first: $(BIN)/clinic-db sandbox stop --all"; \
	    exit 1; \
	fi
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@PYTHON="$(PYTHON)" .ci/venv
