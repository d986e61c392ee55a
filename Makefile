# make run    builds the program and serves the map and the API, printing the address
# make test   builds everything and runs every test; with CONTACTLINE_REAL_DATA=DIR those on real files too
# make lint   formatting, compiler and documentation warnings
# make bench  measures
#
# Each sees to what it needs first (tools/setup.sh).

.PHONY: run test lint bench setup
.DEFAULT_GOAL := run

# More words for `contactline serve`: make run ARGS="--help"
ARGS ?=

run: setup
	cargo build --release --locked
	./target/release/contactline serve $(ARGS)

test: setup
	cargo test --locked
ifdef CONTACTLINE_REAL_DATA
	cargo test --locked --test real_data
else
	@echo "tests on real data: left out, CONTACTLINE_REAL_DATA does not name a folder of files"
endif

lint:
	@./tools/setup.sh rustfmt clippy
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --test real_data -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib

bench: setup
	cargo bench --locked

setup:
	@./tools/setup.sh
