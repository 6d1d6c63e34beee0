# `make` alone lists the targets. Everything happens inside .venv, .venv-tools and var.
# The system's own Python where it will do: one that was built by hand is often twice as slow, without optimizations.
PY ?= $(shell /usr/bin/python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
export PY
PORT ?= 8000
export PORT
export UV_SYSTEM_CERTS ?= 1
export UV_PYTHON_DOWNLOADS ?= never
UV = .venv-tools/bin/uv
RUN = .venv/bin/python
ROOMS = config core governance consent pia gateway
MANAGE = $(RUN) manage.py

.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench lock messages

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.synced ## fill the demo council and start it at http://localhost:8000 (PORT=8001 for another)
	@.ci/packages demo
	@$(MANAGE) supervise --free
	@echo "Preparing the database and the demo council. The first time this takes two minutes, or five on a small machine."
	@$(MANAGE) messages --compile
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) fill_demo
	@$(MANAGE) supervise --demo

test: .venv/.synced ## every check and every test, on SQLite and on PostgreSQL with Redis, browser included
	@.ci/packages test
	@$(RUN) -m tests.suite all

check: .venv/.synced ## lint, types, import contracts, migrations, templates, translations, generated documents
	@$(RUN) -m tests.suite check

fix: .venv/.synced ## repair what can be repaired by machine: format, imports, message catalogues, generated documents
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format --quiet .
	@$(MANAGE) messages
	@$(RUN) -m tests.suite documents

bench: .venv/.synced ## benchmarks against a floor measured in the same run
	@.ci/packages test
	@$(RUN) -m tests.benchmarks

messages: .venv/.synced ## collect the texts of every room and compile their translations
	@$(MANAGE) messages

lock: .venv-tools/bin/uv ## resolve pyproject.toml into the hash-pinned requirements.lock
	$(UV) pip compile --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock

.venv/.synced: requirements.lock | .venv-tools/bin/uv
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PY) .venv
	@$(UV) pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
	@touch $@

.venv-tools/bin/uv:
	@.ci/packages python
	@$(PY) -m venv .venv-tools
	@.venv-tools/bin/pip install --quiet --disable-pip-version-check uv
