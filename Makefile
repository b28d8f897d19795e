# make report   set everything up and run the main job
# make test     set everything up and run the tests
# make check    tests and every other check
PYTHON ?= python3
VENV := .venv
BIN := $(if $(filter Windows_NT,$(OS)),$(VENV)/Scripts,$(VENV)/bin)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: report test lint check messages catalogue data bench simulate clean

report: $(VENV)/.installed
	@$(BIN)/cases report --edition 6 --catalogue catalogue.json

test: $(VENV)/.developed
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.messages --check
	$(BIN)/python -m scripts.build_data --check
	$(BIN)/python -m scripts.build_catalogue --check

check: lint test

# What `lint` compares with is made here.
messages catalogue data: $(VENV)/.developed
messages: ; $(BIN)/python -m scripts.messages
catalogue: ; $(BIN)/python -m scripts.build_catalogue
data: ; $(BIN)/python -m scripts.build_data

$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --editable '.[office]'
	@touch $@

$(VENV)/.developed: $(VENV)/.installed pyproject.toml
	@$(PIP) install --group dev
	@touch $@

# make bench SIZES=2000,100000,1000000   the largest takes 1 GB of disk and some minutes
SIZES ?= 2000,100000
bench:
	$(PYTHON) bench/run.py --sizes $(SIZES)

# make simulate   panels with known truth; writes the table into docs/ranking.md, takes a quarter of an hour
simulate: $(VENV)/.developed
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m scripts.simulate --write docs/ranking.md

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
