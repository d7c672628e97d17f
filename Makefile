# Two commands do everything: `make demo` opens a console with work in it, `make test` runs every check and test.
# Both set up what they need first, once. What the targets run stands in make/.

BIN := .venv/bin

.PHONY: help demo up test test-elsewhere lint laws bench house setup setup-test docs lock clean

help:                ## this list
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: .venv/.ready ## set up, then a console with a made-up world in it
	@exec $(BIN)/leeward demo

up: .venv/.ready ## set up, then the same without the made-up world
	@exec $(BIN)/leeward up

test: .venv/.ready-test ## set up, then every check and every test
	@make/test

test-elsewhere: .venv/.ready-test ## the long tests, and those on a Spark cluster and the system's PostgreSQL
	@make/test --elsewhere

lint: .venv/.ready-test ## only format, types, contracts
	@make/test --lint

laws: .venv/.ready-test ## only the laws of the house
	@$(BIN)/pytest -q tests/laws

bench: .venv/.ready-test ## every benchmark, side by side; figures go to bench/RESULTS.md
	@make/bench

house: ## how big the files and functions are
	@python3 make/house.py

setup: .venv/.ready ## only set up what is needed to run
setup-test: .venv/.ready-test ## only set up what is needed to test

docs: .venv/.ready-test ## write docs/reference/ anew from the code
	@$(BIN)/python -m make.reference

lock: ## choose versions anew (needs uv)
	@make/lock

clean: ## take the virtual environment and caches away
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.ready: requirements.lock pyproject.toml make/setup
	@make/setup requirements.lock $@

.venv/.ready-test: requirements-test.lock pyproject.toml make/setup
	@make/setup requirements-test.lock $@ .venv/.ready
