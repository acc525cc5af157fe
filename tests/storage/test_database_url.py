"""Addresses of databases as people write them and as hosts of PostgreSQL print them."""

import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from storage import database_url
from storage.database import Database
from storage.errors import DatabaseUnavailableError

SECRET = "s3cret-word"


@pytest.mark.parametrize(
    "printed",
    [
        f"postgresql://neondb_owner:{SECRET}@ep-cool-1-pooler.eu.aws.neon.tech/neondb?sslmode=require&channel_binding=require",
        f"postgres://avnadmin:{SECRET}@pg-1.aivencloud.com:12691/defaultdb?sslmode=require",
        f"postgresql://postgres.abc:{SECRET}@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1",
        f"postgresql://doadmin:{SECRET}@db.ondigitalocean.com:25060/defaultdb?sslmode=require&connect_timeout=10",
        f"postgresql://me:{SECRET}@free.cockroachlabs.cloud:26257/d?sslmode=verify-full&options=--cluster%3Da-1",
        f"  'postgresql://me:{SECRET}@host/name?application_name=my%20bot&keepalives=1&target_session_attrs=read-write'\n",
        f"postgresql+psycopg2://me:{SECRET}@host/name?sslmode=prefer&gssencmode=disable",
    ],
)
def test_an_address_that_a_host_prints_is_read(printed: str) -> None:
    parsed = database_url.parse(printed)
    assert parsed.url.drivername == "postgresql+asyncpg"
    assert not parsed.url.query
    assert SECRET not in parsed.printable


def test_a_pooler_gets_no_prepared_statements_and_no_settings_that_it_does_not_know() -> None:
    options = database_url.parse("postgresql://me@host/name?pgbouncer=true").options
    assert options["statement_cache_size"] == options["prepared_statement_cache_size"] == 0
    assert set(options["server_settings"]) == {"application_name"}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("sslmode=yes", "sslmode in the database address is one of"),
        ("connect_timeout=soon", "a number of seconds"),
        ("sslmode=verify-full&sslrootcert=/nowhere/root.crt", "a file that is not there"),
        ("sslcert=/nowhere/me.crt", "a file that is not there"),
        ("ssl_mode=require", "does not know: ssl_mode"),
        ("options=-c%20'", "options in the database address cannot be read"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(parameters: str, said: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match=said) as caught:
        database_url.parse(f"postgresql://me:{SECRET}@host/name?{parameters}")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("parameters", ["sslmode=verify-full", "sslmode=verify-full&sslrootcert=system"])
def test_who_asks_for_a_proven_server_without_naming_an_authority_trusts_the_systems(
    parameters: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    context = database_url.parse(f"postgresql://me@host/name?{parameters}").options["ssl"]
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_is_an_address_or_a_sentence_without_the_password(start: str, end: str) -> None:
    for dsn in (start, f"postgresql://me:{SECRET}@{start}/{end}", f"postgresql://me:{SECRET}@host/d?{start}={end}"):
        try:
            said = database_url.parse(dsn).printable
        except DatabaseUnavailableError as error:
            said = str(error)
        assert SECRET not in said


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize(
    ("parameters", "setting", "value"),
    [
        ("application_name=my+bot", "application_name", "my bot"),
        ("", "application_name", "svodka"),
        ("options=-c%20statement_timeout%3D4321", "statement_timeout", "4321ms"),
        ("sslmode=disable&channel_binding=prefer&connect_timeout=3&keepalives_idle=30", "jit", "off"),
        ("sslmode=prefer&gssencmode=disable&target_session_attrs=read-write", "jit", "off"),
        ("pgbouncer=true", "application_name", "svodka"),
    ],
)
async def test_a_server_is_used_as_the_parameters_say(
    blank_url: str, parameters: str, setting: str, value: str
) -> None:
    async with await Database.open(f"{blank_url}&{parameters}") as database:
        await database.migrate()
        async with database.read() as connection:
            assert await connection.scalar(text("SELECT current_setting(:name)"), {"name": setting}) == value


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_options_that_the_server_does_not_know_are_told(blank_url: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="does not know a parameter of the address"):
        await Database.open(f"{blank_url}&options=-c%20no_such_thing%3D1")


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_user_that_the_server_does_not_have_is_told(blank_url: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="does not let the user nobody_here in"):
        await Database.open(blank_url.replace("//svodka@", f"//nobody_here:{SECRET}@"))


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_user_who_may_make_no_tables_is_told_how_to(blank_url: str) -> None:
    async with await Database.open(blank_url) as database, database.transaction() as connection:
        await connection.execute(text("DROP ROLE IF EXISTS guest"))
        await connection.execute(text("CREATE ROLE guest LOGIN"))
    async with await Database.open(blank_url.replace("//svodka@", "//guest@")) as database:
        with pytest.raises(DatabaseUnavailableError, match="the user guest lacks a right there"):
            await database.migrate()
