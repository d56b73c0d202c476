# Two commands: `make run` sets everything up and starts a demo day; `make test` sets up and checks everything.
# Needs make and Python 3.11 or newer with venv (Debian: apt install make python3-venv).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

SORRY := { echo "Setting up did not end well; above is why. It needs the internet this once. Then try again." >&2; exit 1; }

# Two at a time, file by file: most tests wait for a server. Apart, because Playwright keeps a loop running in its process.
PYTEST := $(BIN)/pytest -q --numprocesses 2 --dist loadfile

.PHONY: run test bench shots wheel clean
.DELETE_ON_ERROR:

run: $(VENV)/ready-to-run
	@exec $(BIN)/live demo

test: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST) -m "not browser"
	@if sh .ci/chromium; then \
		echo '$(PYTEST) -m browser'; exec $(PYTEST) -m browser; \
	elif [ "$${CI:-}" = true ]; then \
		echo "The browser tests cannot run without Chromium, and with CI=true that is a failure." >&2; exit 1; \
	else \
		echo "NOT RUN: the browser tests (tests/browser), because there is no Chromium here." >&2; \
	fi

bench: $(VENV)/ready-to-bench
	@exec $(BIN)/python -m bench

shots: $(VENV)/ready-to-test
	@sh .ci/chromium
	$(BIN)/python -m tests.browser.shots
	SHOTS=1 $(PYTEST) tests/browser/kinds

wheel: $(VENV)/ready-to-test
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) dist build bench/build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The stamps keep the second call from installing again; they are older than these two files when those change.
$(VENV)/ready-to-run: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Setting up (once) ..."
	@$(INSTALL) --editable '.[speed,xlsx]' || $(SORRY)
	@touch $@

$(VENV)/ready-to-bench: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Setting up what is compared with (once) ..."
	@$(INSTALL) --editable '.[speed,xlsx,bench]' || $(SORRY)
	@touch $@ $(VENV)/ready-to-run

$(VENV)/ready-to-test: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Setting up for tests (once) ..."
	@$(INSTALL) --editable '.[speed,xlsx,test,dev]' || $(SORRY)
	@touch $@ $(VENV)/ready-to-run

# pip is the last thing that venv puts in place: where Debian's python3-venv is missing, it is not there.
$(BIN)/pip:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed. On Debian: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian: apt install python3-venv" >&2; exit 1; }
