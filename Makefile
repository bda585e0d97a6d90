# One word for every act; `make` alone lists them.
#
# `.venv` is made once, and filled again when the lock or pyproject.toml changed (.venv/installed
# is the stamp). The model is taught once, and again when something it is taught from or by
# changed. Nothing else is remembered between two runs.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
MAKEFLAGS += --keep-going  # a fault of style does not hide a test that fails

PYTHON := .venv/bin/python
INSTALLED := .venv/installed
MODEL := build/stance.model
FLOORS := training/data/floors.json

# What `make run`, `predict` and `report` read: a file, a folder or several of them.
ARTICLES ?= classifier/data/samples
# Tried in this order when .venv is made; `make PYTHON3=/path/to/python …` names another first.
PYTHONS := $(PYTHON3) python3 python3.14 python3.13 python3.12 python3.11

# What a model is made of. tests/test_house.py holds this list equal to what the code imports.
TAUGHT_FROM := training/data/quotes.jsonl
TAUGHT_BY := $(addprefix training/,train.py lessons.py calibration.py splits.py quotes.py) \
	$(addprefix classifier/,labels.py scorer.py features.py arabic.py model_file.py records.py)

.PHONY: help
help: ## list these words
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- to use it ------------------------------------------------------------------------------

.PHONY: run
run: build/statements.jsonl report ## label the sample articles, or ARTICLES=path, and write the report

.PHONY: install
install: $(INSTALLED) ## make .venv with everything the commands need

.PHONY: train
train: $(INSTALLED) ## teach the model again, on the embedded quotes
	$(PYTHON) -m training.train --output $(MODEL)

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
