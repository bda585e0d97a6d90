# One word for every act; `make` alone lists them.
#
# `.venv` is made once, and filled again when the lock or pyproject.toml changed (.venv/installed
# is the stamp). The model is taught once, and again when something it is taught from or by
# changed. Nothing else is remembered between two runs.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
INSTALLED := .venv/installed
MODEL := build/stance.model
FLOORS := training/data/floors.json
PEERS := build/peers/installed
LABELLED := build/statements.jsonl
REPORT := build/report.html

# What `make run`, `predict` and `report` read: a file, a folder or several of them.
ARTICLES ?= classifier/data/samples
# Tried in this order when .venv is made; `make PYTHON3=/path/to/python …` names another first.
PYTHONS := $(PYTHON3) python3 python3.14 python3.13 python3.12 python3.11

# What `make fuzz` may take, and what `make lowest` runs: all but what is slow or judges figures.
SECONDS ?= 600
QUICK = $(filter-out $(addprefix tests/test_,batch.py bench.py cluster.py docs.py faults.py \
	faults_store.py house.py kills.py readme.py reports_browser.py spreadsheet.py swapping.py \
	web_page.py),$(wildcard tests/test_*.py))

# What a model is made of. tests/test_house.py holds this list equal to what the code imports.
TAUGHT_FROM := training/data/quotes.jsonl \
	$(addprefix classifier/data/,concepts.tsv side_names.tsv refusals.tsv nationalities.csv function_words.tsv) \
	$(wildcard training/data/real_numbers.json)
TAUGHT_BY := $(addprefix training/,train.py card.py floors.py lessons.py calibration.py numbers.py \
	splits.py schemes.py quotes.py files.py unlabelled.py) \
	$(addprefix classifier/,labels.py linear.py posts.py vectors.py scorer.py features.py views.py concepts.py masks.py \
	function_words.py lexicons.py kernel.py kernel_chunks.py kernel_views.py numbering.py \
	word_numbers.py sums.py arabic.py \
	model_file.py model_members.py atomic.py records.py notices.py errors.py collector.py interrupts.py \
	spreadsheet.py json_text.py options.py journal.py flat.py reports/plain.py reports/templates.py)

.PHONY: help
help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

define write-report
@$(PYTHON) -m classifier.report $(LABELLED) --articles $(ARTICLES) --output $(REPORT)
@echo 'The report is in $(REPORT)'
endef

# --- to use it ------------------------------------------------------------------------------

.PHONY: run
run: $(INSTALLED) $(MODEL) ## label the sample articles (or ARTICLES=path), print them, write the report
	$(PYTHON) -m classifier.predict $(ARTICLES) --model $(MODEL) --output $(LABELLED) --table
	$(write-report)

.PHONY: install
install: $(INSTALLED) ## make .venv with everything the commands need
	@echo 'ready, for instance: .venv/bin/python -m classifier.predict --help'

.PHONY: train
train: $(INSTALLED) ## teach the model again, on the embedded quotes
	@mkdir -p $(dir $(MODEL))
	$(PYTHON) -m training.train --output $(MODEL)

.PHONY: predict
predict: $(INSTALLED) $(MODEL) ## label the articles, as JSON lines to standard output
	@$(PYTHON) -m classifier.predict $(ARTICLES) --model $(MODEL)

.PHONY: report
report: $(INSTALLED) ## write the report of what `make run` labelled last
	$(write-report)

.PHONY: serve
serve: $(INSTALLED) $(MODEL) ## read and correct articles in the browser, on this machine only
	$(PYTHON) -m classifier.serve --model $(MODEL)

.PHONY: fast
fast: $(INSTALLED) ## compile what finds statements, for long runs (takes a minute and a C compiler)
	$(PYTHON) -m classifier.compile

.PHONY: evaluate
evaluate: $(INSTALLED) $(MODEL) ## how good is it: by cross-validation, and on real texts where they are
	$(PYTHON) -m training.evaluate --floors $(FLOORS) \
		--json build/evaluation.json --html build/evaluation.html
ifneq ($(wildcard ../shared/data/real_statements.jsonl),)
	$(PYTHON) -m training.evaluate --model $(MODEL) --floors $(FLOORS) \
		--quotes ../shared/data/real_statements.jsonl \
		--articles ../shared/data/real_articles.jsonl \
		--json build/evaluation-real.json --html build/evaluation-real.html
endif

# --- to change it ---------------------------------------------------------------------------

.PHONY: test
test: $(INSTALLED) ## all that must hold: lint, types, tests, doctests, examples of the README
	@$(MAKE) --no-print-directory --keep-going lint types cases  # all, also where the first fails

.PHONY: check
check: test evaluate ## test, and no figure under its floor

.PHONY: lint
lint: $(INSTALLED) ## faults of style and form
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

.PHONY: format
format: $(INSTALLED) ## put imports and lines in order
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

.PHONY: types
types: $(INSTALLED) ## types, strictly
	$(PYTHON) -m mypy

.PHONY: cases
cases: $(INSTALLED) $(MODEL) ## the tests alone
	$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: fuzz
fuzz: $(INSTALLED) ## look for inputs that break a reader, for SECONDS=600
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps \
		--require-hashes --requirement tests/fuzz.lock
	$(PYTHON) tests/fuzz.py --seconds $(SECONDS)

.PHONY: soak
soak: $(INSTALLED) $(MODEL) ## the long tests: every fault of the disk, fifty kills, crowds, archives
	TAFAWUD_ALL_FAULTS=yes $(PYTHON) -m pytest --quiet tests/test_faults.py tests/test_faults_store.py
	@set -e; for each in $(sort $(wildcard tests/soak_*.py)); do \
		echo "$(PYTHON) $$each"; $(PYTHON) $$each; done
	$(PYTHON) tests/trust_figures.py

.PHONY: lowest
lowest: $(INSTALLED) ## the tests with the lowest versions that pyproject.toml allows
	$(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	$(PYTHON) -m uv venv --quiet --clear --python $(PYTHON) build/lowest
	$(PYTHON) -m uv pip install --quiet --python build/lowest/bin/python \
		--resolution lowest-direct --all-extras --requirement pyproject.toml
	$(PYTHON) -m uv pip install --quiet --python build/lowest/bin/python \
		--no-deps --no-build-isolation --editable .
	$(PYTHON) -m pip uninstall --quiet --yes uv
	build/lowest/bin/python -m pytest --quiet -W default $(QUICK)

.PHONY: bench
bench: $(INSTALLED) $(MODEL) $(PEERS) fast ## how fast each step is on this machine
	$(PYTHON) tests/bench/speed.py --write
	$(PYTHON) tests/reference.py

.PHONY: bench-accuracy
bench-accuracy: $(INSTALLED) ## how good the recipe is on public label sets, beside plain TF-IDF
	$(PYTHON) tests/bench/accuracy.py

.PHONY: ablation
ablation: $(INSTALLED) ## what each part of the recipe brings, into docs/ablation.md
	$(PYTHON) tests/bench/ablation.py

compile = $(PYTHON) -m uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-header --quiet
# The last version that has a wheel for Python 3.11, which newer ones do without.
FUZZER := "atheris<3.1 ; python_version < '3.12'" "atheris ; python_version >= '3.12'"

.PHONY: lock
lock: $(INSTALLED) ## pin the dependencies of pyproject.toml (LOCK=--upgrade: their newest versions)
	$(PYTHON) -m pip install --quiet uv
	$(compile) pyproject.toml --all-extras --output-file requirements.lock $(LOCK)
	for peer in fasttext vowpalwabbit; do echo $$peer | \
		$(compile) - --no-deps --output-file tests/bench/$$peer.lock $(LOCK); done
	printf '%s\n' $(FUZZER) | $(compile) - --no-deps --output-file tests/fuzz.lock $(LOCK)
	$(PYTHON) -m pip uninstall --quiet --yes uv

.PHONY: clean
clean: ## remove what was made, but for .venv
	rm -rf build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find classifier training tests -name __pycache__ -prune -exec rm -rf {} +

# --- what is made ---------------------------------------------------------------------------

$(PYTHON):
	@for name in $(PYTHONS); do \
		if $$name -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then echo "making .venv with $$name"; exec $$name -m venv --clear .venv; fi; \
	done; \
	echo 'no Python 3.11 or newer that can make a .venv was found (looked for: $(PYTHONS));' \
		'install one with its venv package, or name it: make PYTHON3=/path/to/python3 …' >&2; \
	exit 2

$(INSTALLED): requirements.lock pyproject.toml | $(PYTHON)
	@echo 'installing what requirements.lock pins (a minute, the first time)'
	@$(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements.lock
	@$(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check \
		--no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(MODEL): $(TAUGHT_FROM) $(TAUGHT_BY) | $(INSTALLED)
	@mkdir -p $(@D)
	$(PYTHON) -m training.train --output $(MODEL)

$(PEERS): $(wildcard tests/bench/*.lock) | $(INSTALLED)
	@mkdir -p $(@D) && touch $@
	@for lock in $(filter %.lock,$^); do $(PYTHON) -m pip install --quiet --no-deps --upgrade \
		--disable-pip-version-check --require-hashes --target build/peers --requirement $$lock || \
		{ echo "$$lock: could not be installed; it is left out, and tried again next time" >&2; \
		rm -f $@; }; done
