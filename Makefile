# Two doors: `make demo` shows the main job, `make test` runs everything that must hold.
# Both make their own virtual environment and install what they need into it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
BENCH  := $(VENV)/.installed-bench
OUT    ?= out/demo
# One more than there are cores: while one test waits for a server or a browser, another computes.
TESTS_AT_ONCE ?= $(shell $(PYTHON) -c "import os; print(1 + (os.cpu_count() or 1))")

.PHONY: accuracy bench-fetch bench-match bench-report bench-score bench-sweep bench-slate coverage demo test test-long lint types unit system schema clean

demo: $(STAMP)
	$(BIN)/netcurtain demo --out $(OUT)

# Side by side: while tests wait for a server or a browser, types are checked.
test: $(DEV) system
	$(MAKE) --no-print-directory --jobs lint types unit

# A hundred kills where the tests make seven, the whole corpus of `make accuracy`, and ten times as
# many examples of every property: half an hour.
test-long: $(DEV) system
	$(BIN)/pytest -m "hundred or hypothesis" --hypothesis-profile=thorough -n auto --dist loadgroup --no-loadscope-reorder

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

# The program is compiled once, before several processes want it at the same moment.
unit:
	@$(BIN)/python -m compileall -q scanner
	$(BIN)/pytest -n $(TESTS_AT_ONCE) --dist loadgroup --no-loadscope-reorder

# Which lines no test reaches. Tracing takes twice the time, so it stands apart.
coverage: $(DEV) system
	$(BIN)/pytest -n $(TESTS_AT_ONCE) --dist loadgroup --no-loadscope-reorder --cov --cov-report=term:skip-covered

# How well facts are found on a generated corpus, by kind and by form.
accuracy: $(DEV)
	$(BIN)/python -m tests.accuracy

# Chromium shows the report to the tests, PostgreSQL keeps a team's cases.
system:
	sh .ci/system-packages

# How fast pages are read and matched: ratios, which may fail; seconds, which are only told.
bench-match: $(DEV)
	$(BIN)/python bench/match.py

# How large the report is, how fast it is made, how it feels in a browser: ratios, as above.
bench-report: $(DEV)
	$(BIN)/python bench/report.py

# Which weights of the score move a verdict: the table of docs/score.md.
bench-score: $(DEV)
	$(BIN)/python bench/sensitivity.py

# How quickly, politely and rightly pages are fetched on a simulated web: ratios, as above.
bench-fetch: $(BENCH)
	$(BIN)/python bench/fetch.py

# What a slate costs from one person to thousands, beside one check for each: as above.
bench-slate: $(DEV)
	$(BIN)/python bench/slate.py

# How fast a crawl's archive is searched, beside the limit and the usual way: ratios, as above.
bench-sweep: $(DEV)
	$(BIN)/python bench/sweep.py

schema: $(STAMP)
	$(BIN)/netcurtain rules schema > rules/schema/rule.schema.json

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(DEV): $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --disable-pip-version-check --group dev
	touch $@

$(BENCH): $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --disable-pip-version-check --group bench
	touch $@

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
