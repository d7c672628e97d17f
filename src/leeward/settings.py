"""Settings: the environment, read once into one frozen object. Nothing needs to be set.

Every variable is described in docs/reference/settings.md, which a test keeps true.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

PREFIX = "LEEWARD_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this process was asked to run. A field's name is its variable's, in lower case without ``LEEWARD_``."""

    home: Annotated[Path, "where data, keys and the playbook live"] = Path.home() / ".leeward"
    database_url: Annotated[str | None, "a PostgreSQL 15-18 server (user must own the database) instead of the embedded one"] = (
        None
    )
    playbook: Annotated[Path | None, "the playbook's folder; else the one in the home, else the starter"] = None
    host: Annotated[str, "the address to listen on"] = "127.0.0.1"
    port: Annotated[int, "the port to listen on"] = 8040
    base_url: Annotated[str | None, "how people reach it from outside, when that is not http://host:port"] = None
    connections: Annotated[int, "database connections this process may hold at once"] = 20
    log_level: Annotated[str, "debug, info, warning or error"] = "info"
    statements_address: Annotated[
        str | None, "the address of the API that statements of reasons are sent to; none are sent while it is not set"
    ] = None
    statements_token: Annotated[str | None, "the token that the Transparency Database gave to the platform; a secret"] = None
    exchanges: Annotated[
        Path | None,
        "a TOML file that says where hash exchanges are asked and with what keys, a table a bank; none are asked without it",
    ] = None
    safe_exit: Annotated[str, "the neutral page that the public form's “Leave this site now” opens"] = (
        "https://www.wikipedia.org/"
    )
    media_address: Annotated[
        str | None,
        "where the platform shows its own media by signed address (https), or `demo` for shapes; none is shown without it",
    ] = None
    media_key: Annotated[str | None, "the key that addresses of media are signed with; a secret"] = None
    webhook_private: Annotated[bool, "deliver webhooks to private addresses too (a network of your own)"] = False

    @property
    def reached_at(self) -> str:
        """The address that links begin with."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises ValueError that names the variable, what it is and what it should be."""
    given = {
        name: value
        for name in Settings.__struct_fields__
        if (value := (os.environ if environment is None else environment).get(PREFIX + name.upper(), "").strip())
    }
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as problem:
        name = str(problem).rpartition("$.")[2].rstrip("`") or "?"
        reason = str(problem).partition(" - at")[0]
        raise ValueError(f"{PREFIX}{name.upper()} is {given.get(name)!r}: {reason[0].lower()}{reason[1:]}.") from None


def _path(kind: type, value: object) -> object:
    if issubclass(kind, Path) and isinstance(value, str):
        return Path(value).expanduser()
    raise NotImplementedError(kind)
