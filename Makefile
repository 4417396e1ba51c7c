# The commands of Wegwijs. `make run` and `make test` work from a fresh clone.
PYTHON3 := $(shell command -v python3 || command -v python)
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED = false

.PHONY: run setup test train eval bench lint types check lock clean

run: ## everything from a fresh clone to a chat on http://localhost:8000/
	@$(PYTHON3) deploy/local/setup.py run
	@exec $(PY) deploy/local/run.py

setup:
	@$(PYTHON3) deploy/local/setup.py run

test: ## everything from a fresh clone to a green test run
	@$(PYTHON3) deploy/local/setup.py test
	@$(MAKE) --no-print-directory lint types
	@npm --prefix widget run --silent test
	@$(PY) -m pytest --numprocesses 2 --dist loadfile

train: ## trains Rasa when configuration, data or bot/ changed
	@$(PYTHON3) deploy/local/setup.py model

eval: ## make eval SUITE=topics|safety|pii|offers|dialogues|redteam|readability|all [DATA=file.jsonl] [OUT=file.json]
	@$(PY) -m evaluation "$(or $(SUITE),all)" $(if $(DATA),--data "$(DATA)") $(if $(OUT),--out "$(OUT)")

bench: ## the performance table: make bench [OUT=file.json] [ONLY=turns,nlu,search,widget]
	@$(PY) -m evaluation.bench $(if $(ONLY),--only "$(ONLY)") $(if $(OUT),--out "$(OUT)")

lint:
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@PYTHONPATH=. .venv/bin/lint-imports
	@npm --prefix widget run --silent lint

types:
	@$(PY) -m mypy

check: ## content, helplines and settings that ask for attention
	@$(PY) -m catalog check
	@$(PY) -m safety check

lock: ## writes the lock files anew from the .in files
	.venv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 requirements.in -o requirements.lock
	.venv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.lock
	.venv/bin/uv pip compile --quiet --generate-hashes --python .venv-rasa/bin/python bot/requirements.in -o bot/requirements.lock

clean: ## removes everything that can be made again
	rm -rf .venv .venv-rasa var models .rasa widget/node_modules widget/dist
