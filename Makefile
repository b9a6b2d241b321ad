# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types contracts docs format bench accuracy gallery look-diff pictures faults soak audit clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): pyproject.toml requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(READY) ## the virtual environment, with everything

demo: $(READY) ## the practice office: a month of an office's life through the real bot
	@$(BIN)/python -m mailbot.sandbox

test: $(READY) ## all tests; those that need a Debian package are skipped by name without it
	@$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist=worksteal

check: lint types contracts docs test ## everything that must hold before a change is handed in

lint: $(READY) ## format and style
	@$(BIN)/ruff format --check mailbot tests
	@$(BIN)/ruff check mailbot tests

types: $(READY) ## mypy, strict
	@$(BIN)/mypy

contracts: $(READY) ## who may import whom
	@$(BIN)/lint-imports

docs: $(READY) ## the tables and pictures in the docs are those of the code
	@$(BIN)/python -m tests.docs --check

format: $(READY) ## put the code in its form, and the docs in step with it
	@$(BIN)/ruff format mailbot tests
	@$(BIN)/ruff check --fix --quiet mailbot tests
	@$(BIN)/python -m tests.docs --write

bench: $(READY) ## speed and memory, as ratios measured in one run
	@$(BIN)/python -m tests.bench

accuracy: $(READY) ## how well mails are read, on the held-back third of the corpus
	@$(BIN)/python -m tests.accuracy

gallery: $(READY) ## every letter and paper as a picture, on one page (needs chromium)
	@$(BIN)/python -m mailbot.sandbox.gallery

look-diff: $(READY) ## what looks different since BASE=COMMIT, before and after (needs chromium)
	@$(BIN)/python -m mailbot.sandbox.look_diff $(or $(BASE),HEAD)

pictures: $(READY) ## the pictures of the README (needs chromium)
	@test -f practice/index.html || $(BIN)/python -m mailbot.sandbox
	@$(BIN)/python -m mailbot.sandbox.pictures

faults: $(READY) ## kill the bot at random and break the world around it; see that the laws hold
	@$(BIN)/python -m tests.faults

soak: $(READY) ## thousands of mixed mails while faults strike
	@$(BIN)/python -m tests.faults --soak

audit: $(READY) ## known vulnerabilities of what is locked (asks the network)
	@test -x .audit/bin/pip-audit || { $(PYTHON) -m venv .audit && .audit/bin/pip install --quiet pip-audit; }
	@.audit/bin/pip-audit --strict --no-deps --disable-pip -r requirements.lock

clean: ## remove what was made
	rm -rf $(VENV) .audit build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis practice gallery
