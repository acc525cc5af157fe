"""The health check of a container: asks the bot beside it whether it is ready. Loads nothing of the bot, for speed."""

import os
import sys
import urllib.error
import urllib.request

_SECONDS = 4.0


def main() -> int:
    """Return 0 if the bot is ready; say why not on standard error."""
    port = os.environ.get("METRICS_PORT", "").strip() or "0"
    if not port.isdecimal() or port == "0":
        sys.stderr.write("METRICS_PORT is not set: nobody can be asked\n")
        return 1
    # Whatever proxy the publishers are reached by, this is on the same machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/readyz", timeout=_SECONDS):
            return 0
    except urllib.error.HTTPError as refused:
        sys.stderr.write(refused.read().decode("utf-8", "replace"))
    except OSError as error:
        sys.stderr.write(f"nobody answers on port {port}: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
