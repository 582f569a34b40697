# make serve   open the workbook            make lab     open the notebooks in JupyterLab
# make test    run every test               make check   check the content
# make build   render the book into _site   make notebooks   run the notebooks and keep their outputs
# make bench   measure against the peers    make lock        pin the dependencies anew
# make clean   remove what the others made

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8866
RUNS ?= 5
JSON ?= _bench.json
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# JupyterLab asks elsewhere for news and updates unless told not to.
QUIET_LAB := --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

.DEFAULT_GOAL := serve
.PHONY: serve lab build check notebooks test bench lock clean
# A set-up that broke off halfway is begun anew.
.DELETE_ON_ERROR:

serve: .venv/ready
	@$(BIN)/mio serve --host $(HOST) --port $(PORT)

lab: .venv/ready
	$(BIN)/jupyter lab notebooks $(QUIET_LAB)

build: .venv/ready
	@$(BIN)/mio build

check: .venv/ready
	@$(BIN)/mio check

# Without the widgets' state: it repeats the content, and a page makes it anew.
notebooks: .venv/ready
	$(BIN)/jupyter nbconvert --log-level WARN --to notebook --execute --inplace \
	  --ExecutePreprocessor.store_widget_state=False --ExecutePreprocessor.record_timing=False notebooks/*.ipynb notebooks/leader/*.ipynb

test: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mio check
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Forty minutes: everything side by side, medians of RUNS, tables and goals here and all of it in the file JSON.
bench: .venv/ready-for-tests
	@$(BIN)/python -m benchmarks --runs $(RUNS) --json $(JSON)

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The workbook needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	@echo "Setting up .venv; this takes a minute or two, once."
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) --require-hashes --no-deps -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-for-tests: .venv/ready requirements-test.lock
	@$(PIP) --require-hashes --no-deps -r requirements-test.lock
	@touch $@

# Needs uv and npm. Each lock holds what the one before it holds: what all need, what images need, what tests need.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --no-strip-extras --extra build
IMAGE := --extra postgres --extra hub
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) $(IMAGE) -c requirements.lock -o deploy/requirements.lock
	$(LOCK) $(IMAGE) --extra test -c deploy/requirements.lock -o requirements-test.lock
	cd deploy/proxy && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean:
	rm -rf .venv _site* _bench*.json
