"""Where rooms are kept: an append-only log of events, in SQLite or PostgreSQL.

    rooms   code, title, deck, items, opened, expires, version
    events  room, version, at, kind, body, nonce

An event's version is its number within its room. A room's row is locked while events are added to it, so
that several server processes may share a store; the unique nonce is the store's own guard against a vote
recorded twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mio_widgets.live.rooms import KINDS, NAMES, Ended, Event, Opened, Voted

_TABLES = sa.MetaData()
_ROOMS = sa.Table(
    "mio_rooms",
    _TABLES,
    sa.Column("code", sa.String(12), primary_key=True),
    sa.Column("deck", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("items", sa.Integer, nullable=False),
    sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
_EVENTS = sa.Table(
    "mio_events",
    _TABLES,
    sa.Column("room", sa.ForeignKey(_ROOMS.c.code, ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("nonce", sa.String(120)),
    sa.UniqueConstraint("room", "nonce"),
)


class StoreError(Exception):
    """The store cannot be read or written; nothing was recorded. The message says why."""

    def __init__(self, message: str, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


class TakenError(Exception):
    """Another process uses this code already."""


@dataclass(frozen=True)
class Entry:
    """A room as the list of rooms shows it."""

    code: str
    deck: str
    title: str
    items: int
    opened: datetime
    expires: datetime
    ended: bool


def default_url() -> str:
    """The store named by MIO_STORE, or else a file in the user's data folder."""
    named = os.environ.get("MIO_STORE")
    if named:
        return named
    import platformdirs  # noqa: PLC0415 -- not needed where the store is named

    return f"sqlite:///{platformdirs.user_data_path('mio-workbook') / 'rooms.sqlite'}"


class Store:
    """The log of all rooms. Its methods wait for the disk: call them outside the event loop.

    Args:
        url: as SQLAlchemy takes it, such as sqlite:////var/lib/mio/rooms.sqlite or
            postgresql+psycopg://user:password@host/name.

    Attributes:
        name: the URL without its password, to tell people where the votes are.

    Raises:
        StoreError: the store cannot be opened.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(sa.make_url(url))
        except ValueError as error:
            # Python's own words repeat what it could not read: perhaps the password.
            raise StoreError("The rooms’ store cannot be opened: its address cannot be read") from error
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise StoreError(f"The rooms’ store cannot be opened: {error}") from error
        self.name = self._engine.url.render_as_string(hide_password=True)
        with self._speaking():
            if not self._there():
                try:
                    _TABLES.create_all(self._engine)
                except DBAPIError:
                    # Another process, started at the same moment, was faster.
                    if not self._there():
                        raise

    def _there(self) -> bool:
        with self._engine.connect().execution_options(mio_writes=False) as connection:
            return sa.inspect(connection).has_table(_EVENTS.name)

    def close(self) -> None:
        """Lets go of all connections."""
        self._engine.dispose()

    def open(self, event: Opened, expires: datetime) -> None:
        """Adds a room with its first event.

        Raises:
            TakenError: a room of that code is there.
            StoreError: it cannot be written.
        """
        row = {
            "code": event.code,
            "deck": event.deck["id"],
            "title": event.deck["title"],
            "items": len(event.items),
            "opened": _now(),
            "expires": expires,
            "version": 1,
        }
        with self._speaking():
            try:
                with self._engine.begin() as connection:
                    connection.execute(sa.insert(_ROOMS), row)
                    connection.execute(sa.insert(_EVENTS), _row(event.code, 1, event))
            except sa.exc.IntegrityError as error:
                raise TakenError(event.code) from error

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction over any number of rooms; what was added is recorded when the block ends.

        Raises:
            StoreError: it cannot be written; nothing of it is recorded.
        """
        with self._speaking(), self._engine.begin() as connection:
            yield Writing(connection)

    def events(self, code: str, after: int = 0) -> list[Event]:
        """The room's events after the one of that version; none when there is no such room.

        Raises:
            StoreError: it cannot be read.
        """
        with self._reading() as connection:
            return _events(connection, code, after)

    def versions(self, codes: Iterable[str]) -> dict[str, int]:
        """How many events each of the rooms has; rooms that are not there are left out.

        Raises:
            StoreError: it cannot be read.
        """
        query = sa.select(_ROOMS.c.code, _ROOMS.c.version).where(_ROOMS.c.code.in_(list(codes)))
        with self._reading() as connection:
            return {row.code: row.version for row in connection.execute(query)}

    def rooms(self) -> list[Entry]:
        """All rooms, the latest first.

        Raises:
            StoreError: it cannot be read.
        """
        columns = [_ROOMS.c[name] for name in ("code", "deck", "title", "items", "opened", "expires")]
        # Nothing comes after the end, so the last event tells.
        last = sa.and_(_EVENTS.c.room == _ROOMS.c.code, _EVENTS.c.version == _ROOMS.c.version)
        every = sa.select(*columns, _EVENTS.c.kind).join(_EVENTS, last)
        with self._reading() as connection:
            rows = connection.execute(every.order_by(_ROOMS.c.opened.desc(), _ROOMS.c.code)).all()
        return [Entry(*row[:4], _utc(row[4]), _utc(row[5]), row[6] == NAMES[Ended]) for row in rows]

    def delete(self, code: str) -> bool:
        """Deletes a room with all its events; whether there was one.

        Raises:
            StoreError: it cannot be written.
        """
        return self._delete(_ROOMS.c.code == code) > 0

    def delete_expired(self) -> int:
        """Deletes the rooms whose time is over, and says how many there were.

        Raises:
            StoreError: it cannot be written.
        """
        return self._delete(_ROOMS.c.expires <= _now())

    def _delete(self, which: sa.ColumnElement[bool]) -> int:
        with self._speaking(), self._engine.begin() as connection:
            codes = connection.scalars(sa.select(_ROOMS.c.code).where(which)).all()
            connection.execute(sa.delete(_EVENTS).where(_EVENTS.c.room.in_(codes)))
            connection.execute(sa.delete(_ROOMS).where(_ROOMS.c.code.in_(codes)))
            return len(codes)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._speaking(), self._engine.connect().execution_options(mio_writes=False) as connection:
            yield connection

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Says what a store's failure means, without the SQL."""
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
            full = "disk is full" in reason or "No space left" in reason or "disk quota" in reason.lower()
            raise StoreError(f"The rooms’ store {self.name} says: {reason}", full) from error
        except SQLAlchemyError as error:
            raise StoreError(f"The rooms’ store {self.name} says: {error}") from error


class Writing:
    """An open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self, codes: Iterable[str]) -> dict[str, int]:
        """Keeps everybody else from writing to the rooms until the end; their versions, as far as they are there."""
        query = sa.select(_ROOMS.c.code, _ROOMS.c.version).where(_ROOMS.c.code.in_(sorted(codes)))
        # In one order, so that two processes cannot wait for each other.
        rows = self._connection.execute(query.order_by(_ROOMS.c.code).with_for_update())
        return {row.code: row.version for row in rows}

    def events(self, code: str, after: int) -> list[Event]:
        """The room's events after the one of that version."""
        return _events(self._connection, code, after)

    def add(self, code: str, after: int, events: list[Event]) -> None:
        """Adds events to a locked room, whose last one has the version `after`."""
        rows = [_row(code, after + n, event) for n, event in enumerate(events, 1)]
        self._connection.execute(sa.insert(_EVENTS), rows)
        version = after + len(events)
        self._connection.execute(sa.update(_ROOMS).where(_ROOMS.c.code == code).values(version=version))


def _events(connection: sa.Connection, code: str, after: int) -> list[Event]:
    query = sa.select(_EVENTS.c.kind, _EVENTS.c.body).where(_EVENTS.c.room == code, _EVENTS.c.version > after)
    rows = connection.execute(query.order_by(_EVENTS.c.version))
    return [KINDS[kind](**json.loads(body)) for kind, body in rows]


def _row(code: str, version: int, event: Event) -> dict[str, Any]:
    nonce = f"{event.participant}.{event.nonce}" if isinstance(event, Voted) else None
    body = json.dumps(vars(event), ensure_ascii=False, separators=(",", ":"))
    return {"room": code, "version": version, "at": _now(), "kind": NAMES[type(event)], "body": body, "nonce": nonce}


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    if url.database and not url.database.startswith("file:"):
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Votes are nobody else's business on this machine.
        path.touch(mode=0o600)
    engine = sa.create_engine(url, connect_args={"timeout": 10})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: Any) -> None:
    # Python's own transactions begin late and would let two writers read the same version.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    # A vote that was acknowledged also survives a power cut.
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("mio_writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _now() -> datetime:
    return datetime.now(UTC)


def _utc(moment: datetime) -> datetime:
    """SQLite gives back what it was given, but without its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
