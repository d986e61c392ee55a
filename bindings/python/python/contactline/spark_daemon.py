"""Spark's own daemon of Python workers, with an atlas opened before it forks them, so that they share its memory.

    SparkSession.builder.config("spark.python.daemon.module", "contactline.spark_daemon")
        .config("spark.executorEnv.CONTACTLINE_SPARK_ATLAS", "/data/atlas.sealed")

Without ``CONTACTLINE_SPARK_ATLAS`` it is what comes with the package. An atlas that cannot be opened here is told of on standard error;
the workers then say what is wrong with it where it is asked for.
"""

import os
import sys

from ._errors import ContactlineError
from .spark import preload


def main() -> None:
    """Opens the atlas, and serves as ``pyspark.daemon``, which reads the name of its workers' module from the command line."""
    from pyspark import daemon

    try:
        preload(os.environ.get("CONTACTLINE_SPARK_ATLAS") or None)
    except (ContactlineError, OSError) as error:
        print(f"contactline: workers will not share an atlas: {error}", file=sys.stderr)
    daemon.manager()


if __name__ == "__main__":
    main()
