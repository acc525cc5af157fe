"""What the local Bot API server says no with: a code and Telegram's own words; when it says so is decided elsewhere."""


class RefusedError(Exception):
    """One call that is refused: `{"ok": false, "error_code": code, "description": ..., "parameters": ...}`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def wire(self) -> dict[str, object]:
        """The body of the answer."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str, **parameters: int) -> RefusedError:
    """400: the call itself is wrong."""
    return RefusedError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> RefusedError:
    """403: the bot may not do this in that chat."""
    return RefusedError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> RefusedError:
    """429: wait this many seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
