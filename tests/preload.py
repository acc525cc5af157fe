"""Loads the large libraries before coverage begins to watch: a plugin for `make test` (pytest -p tests.preload).

Coverage follows every line of what is imported, ours or not: collecting the tests took 21.5 s of processor, and 16.9 s
after this. The process that only hands out the tests needs none of them.
"""

import os

if "PYTEST_XDIST_WORKER" in os.environ:
    import typer  # noqa: F401 - that they are loaded is what they are here for
