# Pygress: `make demo` and `make test` need Python 3.11+ and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.pygress-installed

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(STAMP) ## create .venv with pygress and its tools (PyPI only)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "pygress needs Python 3.11 or later, this is " + sys.version.split()[0] + "; set PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

.PHONY: demo
demo: setup ## play the walkthrough on the real gateway and leave it running
	@$(BIN)/python examples/walkthrough/play.py $(ARGS)

.PHONY: demo-stop
demo-stop: setup ## stop what `make demo` left running
	@$(BIN)/python examples/walkthrough/play.py --stop

.PHONY: check
check: setup ## ruff, strict mypy, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: test
test: setup ## unit, golden and differential tests (PyPI only)
	@$(BIN)/python -m pytest -n auto -m 'not e2e' $(ARGS)

.PHONY: test-e2e
test-e2e: setup ## tests with kubectl, registry, skopeo and load (Debian packages)
	@sh tests/e2e/require.sh
	@$(BIN)/python -m pytest -m e2e $(ARGS)

.PHONY: bench
bench: setup ## CPU per request against C, Lua and no plugin
	@$(BIN)/python -m bench $(ARGS)

.PHONY: clean
clean: ## remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist
