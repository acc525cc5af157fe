"""The address of a database: what it names, and what libpq's parameters in it mean to our driver; connects nothing."""

import os
import shlex
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import DatabaseUnavailableError

_SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# asyncpg reads these itself, and only in an address.
_SSL: Final = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl", "sslnegotiation"})
_TLS_VERSIONS: Final = frozenset({"ssl_min_protocol_version", "ssl_max_protocol_version"})
_DRIVER: Final = frozenset({"target_session_attrs", "passfile", "krbsrvname", "gsslib", "service", "servicefile"})
# Where it is and who we are: SQLAlchemy takes these as they are.
_PLACE: Final = frozenset({"host", "port", "user", "password"})
# What else libpq knows (https://www.postgresql.org/docs/current/libpq-connect.html) and is of no consequence here, and
# what hosts of PostgreSQL print for other drivers. asyncpg knows no channel binding: it logs in with SCRAM without it.
_WITHOUT_EFFECT: Final = frozenset({
    "channel_binding", "client_encoding", "connection_limit", "fallback_application_name", "gssdelegation",
    "gssencmode", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
    "load_balance_hosts", "pool_timeout", "prepareThreshold", "replication", "require_auth", "requirepeer",
    "requiressl", "schema", "sslcertmode", "sslcompression", "sslsni", "supa", "tcp_user_timeout", "uselibpqcompat",
    "workaround",
})  # fmt: skip
_HOME: Final = "~/.postgresql/root.crt"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseUrl:
    """An address taken apart: `url` without libpq's parameters, and `options` for the driver that stand for them."""

    url: URL
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def printable(self) -> str:
        """The address without its password, and without its parameters, of which a password may be one."""
        return self.url.set(drivername=self.url.get_backend_name(), query={}).render_as_string(hide_password=True)


def parse(dsn: str) -> DatabaseUrl:
    """Read an address as people write it, and as hosts of PostgreSQL print it.

    Raises:
        DatabaseUnavailableError: it is none; the message says what is wrong with it, never the password.
    """
    dsn = dsn.strip()
    if len(dsn) > 1 and dsn[0] == dsn[-1] and dsn[0] in "'\"":
        dsn = dsn[1:-1].strip()
    try:
        url = make_url(dsn)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        # Not chained: the original message quotes the address, and with it the password.
        url, backend = None, ""
    if url is not None and backend == "sqlite" and url.database not in {None, "", ":memory:"}:
        return DatabaseUrl(url=url.set(drivername="sqlite+aiosqlite", query={}))
    if url is not None and backend in {"postgresql", "postgres"}:
        # The rest of a password that was taken for the host would stand in every message.
        if "@" in f"{url.host}/{url.database}":
            raise DatabaseUnavailableError(
                'in the database address, "@" is written %40 in a password, and stands in no name of a host or database'
            )
        return _postgresql(url)
    raise DatabaseUnavailableError(
        "the database address should look like sqlite:///svodka.db or postgresql://user:password@host/name"
    )


def _postgresql(url: URL) -> DatabaseUrl:
    given = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    if "ssl" in given:  # SQLAlchemy's word for it
        given.setdefault("sslmode", given.pop("ssl"))
    pooled = given.pop("pgbouncer", "").lower() in {"true", "1", "yes"}
    known = _SSL | _TLS_VERSIONS | _DRIVER | _PLACE | _WITHOUT_EFFECT
    known |= {"dbname", "application_name", "options", "connect_timeout", "hostaddr"}
    if strangers := sorted(given.keys() - known):
        raise DatabaseUnavailableError(
            f"the database address has parameters that PostgreSQL does not know: {', '.join(strangers)}"
        )
    if "hostaddr" in given and not url.host:
        given.setdefault("host", given["hostaddr"])
    place = {name: given[name] for name in _PLACE if name in given}
    if "dbname" in given:
        url = url.set(database=given["dbname"])
    options: dict[str, Any] = {
        "timeout": _seconds(given.get("connect_timeout", "")),
        "server_settings": _server_settings(given, pooled=pooled),
        **{name: given[name] for name in _DRIVER if name in given},
        **_encryption(given),
    }
    if pooled:
        # Behind PgBouncer each transaction may meet another server, which knows no statement of the last one.
        options |= {
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
            "prepared_statement_name_func": lambda: f"svodka_{uuid4()}",
        }
    return DatabaseUrl(url=url.set(drivername="postgresql+asyncpg", query=place), options=options)


def _seconds(written: str) -> float:
    """Return how long to wait for a connection; as libpq has it, 0 is for ever, and 1 is taken for 2."""
    if not written:
        return 10.0
    try:
        seconds = int(written)
    except ValueError:
        raise DatabaseUnavailableError(
            f"connect_timeout in the database address is a number of seconds, not {written[:40]!r}"
        ) from None
    return max(float(seconds), 2.0) if seconds > 0 else 3600.0


def _server_settings(given: Mapping[str, str], *, pooled: bool) -> dict[str, str]:
    """Return what the server is told at the beginning of each session."""
    settings = {"application_name": given.get("application_name") or "svodka"}
    # PgBouncer ends a session that asks for what it does not know.
    if not pooled:
        settings["jit"] = "off"
    if options := given.get("options", "").strip():
        try:
            shlex.split(options)
        except ValueError as error:
            raise DatabaseUnavailableError(f"options in the database address cannot be read: {error}") from None
        settings["options"] = options
    return settings


def _encryption(given: Mapping[str, str]) -> dict[str, Any]:
    """Return how the connection is encrypted: read by the driver itself from an address that says nothing else."""
    mode = given.get("sslmode", "")
    if mode and mode not in _SSL_MODES:
        raise DatabaseUnavailableError(
            f"sslmode in the database address is one of {', '.join(_SSL_MODES)}, not {mode[:40]!r}"
        )
    root = given.get("sslrootcert", "")
    if root == "system" or (mode in {"verify-ca", "verify-full"} and not (root or _has_root())):
        # The authorities that this machine trusts: those that hosts of PostgreSQL have their certificates from.
        return {"ssl": _trusting_the_system(given, by_name=mode != "verify-ca")}
    for name in ("sslrootcert", "sslcert", "sslkey", "sslcrl"):
        path = given.get(name, "")
        if path and not Path(path).expanduser().is_file():
            raise DatabaseUnavailableError(f"{name} in the database address names a file that is not there: {path}")
    parameters = {name: value for name, value in given.items() if name in _SSL | _TLS_VERSIONS}
    if not parameters:
        return {}
    return {"dsn": URL.create("postgresql", query=parameters).render_as_string(hide_password=False)}


def _has_root() -> bool:
    return bool(os.environ.get("PGSSLROOTCERT")) or Path(_HOME).expanduser().is_file()


def _trusting_the_system(given: Mapping[str, str], *, by_name: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = by_name
    if certificate := given.get("sslcert"):
        context.load_cert_chain(certificate, given.get("sslkey"), given.get("sslpassword"))
    return context
