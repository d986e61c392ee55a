# make run        builds the program with its map page and serves both, printing the address
# make test       builds everything and runs every test; with CONTACTLINE_REAL_DATA=DIR those on real files too
# make python     builds the Python package and tests it in a virtual environment of its own, with DuckDB and Spark too
# make test-page  opens the page in Chromium and uses it; Chromium must be there
# make web        builds the map page into web/dist, from where it goes into the program; needs node 20 or newer and npm
# make lint       formatting, compiler and documentation warnings
# make guard      counts the instructions of what is asked most, under valgrind, and holds them to bounds
# make bench      prints a table: how many times as long other libraries take for what edge-timeline answers
#
# Each sees to what it needs first (tools/setup.sh). Without node the program is built without its page, and says so.

.PHONY: run test python test-page web page-if-possible lint guard bench setup
.DEFAULT_GOAL := run

# More words for `contactline serve`: make run ARGS="--help"
ARGS ?=

PAGE := web/dist/index.html
PAGE_PARTS := $(wildcard web/*.json web/*.mjs web/*.html web/*.svg web/land.geojson web/src/*.ts web/src/*/*.ts web/src/*/*.css)

run: setup page-if-possible
	cargo run --release --locked -- serve $(ARGS)

test: setup page-if-possible
	cargo test --locked --workspace --exclude contactline-python
ifdef CONTACTLINE_REAL_DATA
	cargo test --locked --test real_data
else
	@echo "tests on real data: left out, CONTACTLINE_REAL_DATA does not name a folder of files"
endif
	@if ./tools/setup.sh node 2>/dev/null; then cd web && npm run --silent check && npm test --silent; \
	else echo "tests of the page: left out, node 20 or newer or npm is missing"; fi

	@if ./tools/python.sh check 2>/dev/null; then ./tools/python.sh quick; \
	else echo "tests of the Python package: left out, Python 3.11 or newer or its module venv is missing"; fi

python: setup
	./tools/python.sh

test-page: setup web
	cargo build --locked
	cd web && npm run --silent e2e

web:
	@./tools/setup.sh node
	@$(MAKE) --no-print-directory $(PAGE)

page-if-possible:
	@if ./tools/setup.sh node; then $(MAKE) --no-print-directory $(PAGE); else echo "the program is built without its map page"; fi

$(PAGE): $(PAGE_PARTS) web/node_modules/.package-lock.json
	cd web && npm run --silent build

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

lint:
	@./tools/setup.sh rustfmt clippy
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked --test real_data --test hot_paths -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --lib

guard:
	@./tools/setup.sh valgrind
	cargo test --locked --test hot_paths

bench: setup
	cargo bench --locked -p edge-timeline --bench peers

setup:
	@./tools/setup.sh
