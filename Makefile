# Everything a newcomer needs: `make run` opens the desk, `make test` proves it.
# Both set up a private environment in .venv first, and again only when its inputs change.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

# One more than the processors: a test at a screen or a terminal mostly waits for it.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: run demo test check coverage thorough mutate format bench shots clean

run: $(READY)
	@$(BIN)/desk

demo: $(READY)
	@$(BIN)/desk demo

test: $(READY)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Tests are collected too: a name that is no longer where they look for it is told here, not in the midst of them.
check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@found=$$($(BIN)/python -m pytest --collect-only -qq) || { echo "$$found"; exit 1; }

# The rules alone, every branch of them; fails under 100 %.
coverage: $(READY)
	@$(BIN)/python -m coverage run -m pytest tests/domain --hypothesis-profile=quick
	@$(BIN)/python -m coverage report

# By hand, see docs/mutation.md: new random examples, twenty times as many; and `make mutate MODULE=calendar`.
thorough: $(READY)
	@$(BIN)/python -m pytest tests/domain tests/office/test_random_histories.py \
		tests/office/test_tampering_at_random.py --hypothesis-profile=thorough

mutate: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group mutation
	@$(BIN)/mutmut run --max-children 1 "desk.domain.$(MODULE).*"
	@$(BIN)/mutmut results

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY)
	@$(BIN)/python -m benchmarks

shots: $(READY)
	@$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV) build dist mutants .coverage

# pip reads [dependency-groups] from 25.1 on; the environment's own pip may be older.
$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt hatchling editables
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--no-build-isolation --editable . --group dev
	@touch $(READY)
