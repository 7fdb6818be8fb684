# The verbs of the shop. Each is one script in tools/shell.
.DEFAULT_GOAL := help
.PHONY: help run test check format serve bench lock

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/ -/'

run: ## the shop with its demo catalogue on PORT (default 8000)
	@sh tools/shell/run.sh

test: ## all tests (STRICT=1: nothing may be skipped for lack of a program)
	@sh tools/shell/test.sh

check: ## lint, format, types, templates, migrations, deployment settings
	@sh tools/shell/check.sh

format: ## put code into its form
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

serve: ## production server, settings from the environment
	@sh tools/shell/serve.sh

bench: ## how fast, as ratios within one run
	@sh tools/shell/setup.sh dev && .venv/bin/python -m bench

lock: ## write requirements.lock from requirements.txt
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements.txt -o requirements.lock
