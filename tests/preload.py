"""Loads the large libraries before coverage begins to watch: a plugin for `make test` (pytest -p tests.preload).

Coverage follows every line of what is imported, ours or not: a worker took 26 s of processor before its first test with
it, 11 s without. The process that only hands out the tests needs none of them.
"""

import os

if "PYTEST_XDIST_WORKER" in os.environ:
    import typer  # noqa: F401 - that they are loaded is what they are here for
