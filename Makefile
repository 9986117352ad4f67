# make chat: set up and talk to the sample story.  make test: set up and run every test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: chat test check format format-check lint types wheel-check example clean help

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch -c constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' -c constraints.txt
	touch $(READY)

chat: $(READY)  ## set up and open the terminal chat over the sample story
	@$(BIN)/quoth chat

test: $(READY)  ## set up and run every test
	$(BIN)/python -m pytest

check: format-check lint types test  ## everything that must hold before a commit

format-check: $(READY)
	$(BIN)/ruff format --check .

format: $(READY)  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(READY)  ## lint
	$(BIN)/ruff check .

types: $(READY)  ## type check
	$(BIN)/mypy

wheel-check: $(READY)  ## build the wheel, install it alone and ask it a question from another folder
	bash tests/wheel_check.sh $(BIN)/python

example: $(READY)  ## write quoth.example.toml anew from the settings
	$(BIN)/python -c "from config.loading import example_toml; print(example_toml(), end='')" > quoth.example.toml

STORIES ?= ../shared/eval/reader_train
.PHONY: train-reader
train-reader: $(READY)  ## train the small reader anew on STORIES=folder; a stopped run goes on
	$(BIN)/python -m training.train_reader $(STORIES) build/reader

MODEL ?= build/all-mpnet-base-v2
.PHONY: train-teacher
train-teacher: $(READY)  ## train the small reader's teacher from the MPNet encoder in MODEL=folder
	$(BIN)/python -m training.train_teacher $(STORIES) $(MODEL) build/teacher

START ?= build/reader/reader_model
.PHONY: teach-reader
teach-reader: $(READY)  ## let the reader in START=folder learn from that teacher
	$(BIN)/python -m training.train_reader $(STORIES) build/taught \
		--teacher build/teacher --start $(START)

.PHONY: load
load: $(READY)  ## measure the bot under load, on this machine alone
	$(BIN)/python -m tests.telegram.load

clean:  ## remove the environment and build output
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache

.PHONY: bench
bench: $(READY)  ## time a cold start, and each step of finding at 1,000 to 100,000 passages
	$(BIN)/python -m tests.bench.cold_start
	$(BIN)/python -m bot.evaluation.speed

FILES ?= 1000
.PHONY: scale
scale: $(READY)  ## time a first index and reloads of many files, of a large one and of hostile ones
	$(BIN)/python -m tests.bench.scale $(FILES)
	$(BIN)/python -m tests.bench.scale 10000 --fakes
	$(BIN)/python -m tests.bench.one_file 4 8 --fakes
	$(BIN)/python -m tests.bench.hostile

.PHONY: train-silence
train-silence: $(READY)  ## learn anew when to be silent, on SETS=folder of question sets
	$(BIN)/python -m training.train_silence $(SETS)
