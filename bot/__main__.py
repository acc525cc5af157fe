"""The command line's front door: `svodka`, or `python -m bot`."""

import gc
import os
import sys
import zoneinfo

# Debian's time zones are older than PyPI's and an hour wrong in several places: only those of tzdata count.
os.environ["PYTHONTZPATH"] = ""
zoneinfo.reset_tzpath(to=())


def main() -> None:
    """Run the command line; an error that somebody can mend is a sentence, not a traceback."""
    if sys.argv[1:2] == ["run"]:  # to load takes seconds: whoever waits sees for what
        sys.stderr.write("svodka: loading...\n")
        # A fifth of that went into the search for garbage, of which there is none; bot.runtime.gc_tuning resumes it.
        gc.disable()
    try:
        from bot.cli import program  # noqa: PLC0415 - worker processes import this module and need none of it

        code = program.run()
    except KeyboardInterrupt:  # also while the program is still loading, which takes seconds
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
