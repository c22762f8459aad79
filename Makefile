# Everything a checkout can do.  It needs Python 3.11 or later; all else is fetched into .venv.
#
#   make run      the software with its demonstration on http://127.0.0.1:8000   (PORT=8080 make run)
#                 for phones in the room: make run LAN=1, and TLS=1 for what needs HTTPS
#   make test     the whole suite, in a real browser too    (make test PYTEST_ARGS=tests/consent)
#   make check    ruff and mypy
#   make assets   the style sheets and scripts again, after a change to them
#   make bench    the figures          make shots   a picture of every page
#   make messages the sentences to translate, gathered, and every catalogue brought up to date
#                 (make messages LANGUAGE=pl also begins a Polish one)
#   make wheel    dist/*.whl           make clean   away with what the above left, but for .venv

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: run test bench shots check format assets messages wheel clean

# The plain python3 if it is new enough, else the newest other one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv/bin
PIP := $(VENV)/python -m pip --disable-pip-version-check
METADATA := setup.cfg pyproject.toml
BUNDLES := photovoice/static/built/manifest.json
SOURCES := package.json package-lock.json $(wildcard build_tools/*.py) \
	$(shell find photovoice/static -name built -prune -o -type f -print)
# What translators write, and what the software reads of it.
CATALOGUES := $(wildcard photovoice/translations/*/LC_MESSAGES/messages.po)
SPOKEN := $(CATALOGUES:.po=.mo)
LANGUAGE ?=
PYTEST_ARGS ?=
# Test processes side by side: one more than there are cores, for what waits for a browser leaves a
# core to others; and no more than four.
PROCESSES ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))

run: .venv/installed $(BUNDLES) $(SPOKEN)
	@$(VENV)/photovoice start $(if $(LAN),--lan) $(if $(TLS),--tls)

test: .venv/installed-test $(BUNDLES) $(SPOKEN)
	@PHOTOVOICE_CHROMIUM="$$($(VENV)/python -m tests.find_browser --install)" && \
	export PHOTOVOICE_CHROMIUM && \
	$(VENV)/python -m pytest -n $(PROCESSES) --maxprocesses=4 --dist=loadfile --no-loadscope-reorder $(PYTEST_ARGS)

bench: .venv/installed-test $(BUNDLES) $(SPOKEN)
	@$(VENV)/python -m bench

shots: .venv/installed-test $(BUNDLES) $(SPOKEN)
	@PHOTOVOICE_CHROMIUM="$$($(VENV)/python -m tests.find_browser --install)" && \
	export PHOTOVOICE_CHROMIUM && \
	$(VENV)/python -m tests.shots

check: .venv/installed-dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy

format: .venv/installed-dev
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

assets: .venv/installed-dev
	@$(VENV)/python -m build_tools.frontend

messages: .venv/installed
	@$(VENV)/pybabel --quiet extract --mapping-file=pyproject.toml --keywords=_l --no-location \
	--sort-output --omit-header --output-file=photovoice/translations/messages.pot .
	@$(VENV)/python -m build_tools.catalogues --update $(LANGUAGE)

wheel: .venv/made
	$(PIP) wheel --no-deps --wheel-dir dist .

clean:
	rm -rf build dist node_modules photovoice/static/built *.egg-info shots
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name .venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# An installation for each purpose; a stamp says it is done, until the metadata changes.
.venv/made:
	@test -n "$(PYTHON)" || { echo "Photovoice needs Python 3.11 or later, and none was found."; exit 1; }
	@test -x $(VENV)/pip || $(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
	echo "Python could not make .venv: install its venv module (Debian: python3-venv)."; exit 1; }
	@touch $@

.venv/installed: .venv/made $(METADATA)
	@echo "Installing into .venv; the first time takes a minute or two."
	@$(PIP) install --quiet --editable .
	@touch $@

.venv/installed-test: .venv/made $(METADATA)
	@echo "Installing into .venv, with what the tests need; the first time takes a few minutes."
	@$(PIP) install --quiet --editable '.[test]'
	@touch $@ .venv/installed

.venv/installed-dev: .venv/made $(METADATA)
	@echo "Installing into .venv, with what developers need; the first time takes a few minutes."
	@$(PIP) install --quiet --editable '.[test,dev]'
	@touch $@ .venv/installed .venv/installed-test

# Any installation has built these already; this is for what changed since.
$(BUNDLES): $(SOURCES) | .venv/made
	@if $(VENV)/python -m build_tools.frontend --check; then :; else \
	echo "Building the style sheets and scripts."; \
	$(PIP) install --quiet --no-deps --editable .; fi
	@touch $@

# These too; a catalogue that was changed since, or brought by somebody, is made here.
$(SPOKEN): %.mo: %.po build_tools/catalogues.py | .venv/installed
	@$(VENV)/python -m build_tools.catalogues
	@touch $@
