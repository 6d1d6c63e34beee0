PY ?= python3
export UV_SYSTEM_CERTS ?= 1
export UV_PYTHON_DOWNLOADS ?= never
UV = .venv-tools/bin/uv

.venv/.synced: requirements.lock | .venv-tools/bin/uv
	test -x .venv/bin/python || $(UV) venv --python $(PY) .venv
	$(UV) pip sync --python .venv/bin/python --require-hashes requirements.lock
	touch $@

.venv-tools/bin/uv:
	$(PY) -m venv .venv-tools
	.venv-tools/bin/pip install --quiet uv

.PHONY: lock
lock: .venv-tools/bin/uv
	$(UV) pip compile --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock
