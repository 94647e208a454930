# Two commands: `make setup`, then `make run`. Every other target is for people who change the house.
PYTHON ?= python3
BIN := .venv/bin
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade
export VIRTUAL_ENV := .venv
# A machine that forbids bytecode would pay five seconds of compiling at every start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format types floors lock clean

help:  ## say what can be made
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):[^#]*## */make \1\t/' | expand -t 14

setup: .venv/.ready  ## install everything into .venv (PYTHON=python3.12 picks another Python)

run: setup  ## start Earshot with demo data and print its address
	@$(BIN)/earshot up --demo

test: lint  ## all checks, then all tests: what CI runs
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

lint: setup  ## style, types and floors, without running anything
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: setup  ## put the code in order
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

types: setup  ## mypy alone
	@$(BIN)/mypy

floors: setup  ## import-linter alone
	@$(BIN)/lint-imports --no-logo

# uv refuses the dependency groups of a project that is not managed by it: the locks are chosen from a copy without that line.
lock: .venv/.uv  ## choose the newest versions anew and write requirements/*.txt
	@mkdir -p build && sed '/^managed = false$$/d' pyproject.toml > build/pyproject.toml
	$(BIN)/uv pip compile requirements/uv.in $(LOCK) -o requirements/uv.txt
	$(BIN)/uv pip compile build/pyproject.toml --all-extras --group build/pyproject.toml:dev $(LOCK) -o requirements/dev.txt
	$(BIN)/uv pip compile build/pyproject.toml --group build/pyproject.toml:build $(LOCK) -c requirements/dev.txt -o requirements/run.txt
	$(BIN)/uv pip compile build/pyproject.toml --group build/pyproject.toml:build --extra auth --extra postgres $(LOCK) -c requirements/dev.txt -o requirements/team.txt

clean:  ## take away .venv, caches and builds; stores are kept
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are files of our own: .venv/bin/uv may be a link that is older than its source for ever.
.venv/.uv: requirements/uv.txt
	@command -v "$(PYTHON)" >/dev/null || { echo "Earshot needs Python 3.11 or later, found no $(PYTHON): make setup PYTHON=python3.12" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; v = sys.version_info[:2]; sys.exit(v < (3, 11) and "Earshot needs Python 3.11 or later, found %d.%d: make setup PYTHON=python3.12" % v)'
	@if command -v uv >/dev/null; then \
		uv venv --quiet --allow-existing --no-python-downloads --python "$$("$(PYTHON)" -c 'import sys; print(sys.executable)')" .venv \
		&& ln -sf "$$(command -v uv)" $(BIN)/uv; \
	else \
		"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) comes without venv: apt-get install python3-venv" >&2; exit 2; }; \
		"$(PYTHON)" -m venv .venv && $(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/uv.txt; \
	fi
	@touch $@

# Two steps, always both: hashes and an editable install exclude one another, and the first step removes what the second put in.
.venv/.ready: .venv/.uv requirements/dev.txt pyproject.toml
	@$(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Earshot is installed in .venv: make run starts it."
