# make serve   run Belisha here; the first start prepares everything and prints a link to set up your school
# make demo    the same with an invented school, to look around in
# make test    every test, as continuous integration runs them
# make check   the quick part: style, and the rules about the code itself
# make bench   the measured figures
# make faults  what becomes of reports when the machine fails
# make clean   remove what was installed; your data stays

PYTHON ?= python3
HAS = .venv/bin

.PHONY: serve demo test check bench faults clean

serve demo:
	@$(PYTHON) bootstrap.py $@
	@exec $(HAS)/belisha $@

test:
	@$(PYTHON) bootstrap.py test
	$(HAS)/ruff check .
	$(HAS)/ruff format --check .
	$(HAS)/pytest -n 2 --dist worksteal

check:
	@$(PYTHON) bootstrap.py check
	$(HAS)/ruff check .
	$(HAS)/ruff format --check .
	$(HAS)/pytest -q tests/architecture

bench:
	@$(PYTHON) bootstrap.py bench
	@$(HAS)/python -m bench

faults:
	@$(PYTHON) bootstrap.py bench
	@$(HAS)/python -m faults $(ARGS)

clean:
	rm -rf .venv .tools .cache .pytest_cache .ruff_cache .hypothesis build dist src/belisha/look/static/vendor
