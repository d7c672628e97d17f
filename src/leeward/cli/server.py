"""``leeward up`` and ``leeward demo``: the console, in one process group that Ctrl-C ends cleanly."""

import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
import msgspec
import uvicorn

from leeward.app import make_app
from leeward.clockwork import Clockwork
from leeward.house import House, open_house
from leeward.settings import Settings, read_settings

log = logging.getLogger("leeward")
Rest = Callable[..., int]


@click.command()
@click.option("--port", type=int, help="The port to listen on (LEEWARD_PORT, 8040).")
def up(port: int | None) -> None:
    """Start Leeward and serve the console until Ctrl-C."""
    serve(_settings(port), demo=False)


@click.command()
@click.option("--port", type=int, help="The port to listen on (LEEWARD_PORT, 8040).")
@click.option("--reports", default=10_000, show_default=True, help="How many reports the made-up quarter holds.")
def demo(port: int | None, reports: int) -> None:
    """Start Leeward with a made-up quarter of work in it; new reports keep coming.

    It has a house of its own, "demo" in LEEWARD_HOME.
    """
    settings = _settings(port)
    # What was made up must never stand in the ledger of a real team.
    serve(
        msgspec.structs.replace(settings, home=settings.home / "demo", media_address=settings.media_address or "demo"),
        demo=True,
        reports=reports,
    )


def _settings(port: int | None) -> Settings:
    settings = read_settings()
    return settings if port is None else msgspec.structs.replace(settings, port=port)


def serve(settings: Settings, *, demo: bool, reports: int = 0) -> None:
    """Open the house, print where it is, serve until asked to stop."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    began = time.monotonic()
    listening = _listen(settings)
    with listening, open_house(settings) as house:
        welcome, rest, live = _ready(house, demo=demo, reports=reports)
        lived = threading.Event()  # a past that is still being written must be neither counted nor watched
        if rest is None:
            lived.set()
        with _running(Clockwork(house, lived)), _meanwhile(rest, live, lived):
            click.echo(f"Leeward is ready after {time.monotonic() - began:.1f} s: {settings.reached_at}")
            click.echo(welcome)
            click.echo("Ctrl-C ends it; everything that was acknowledged stays.")
            _serve(house, listening)


def _listen(settings: Settings) -> socket.socket:
    """Take the port before the database starts, so that a taken port is said at once."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as problem:
        listening.close()
        remedy = "Is Leeward running already? Else choose another: LEEWARD_PORT or --port."
        raise click.ClickException(
            f"Port {settings.port} on {settings.host} cannot be had ({problem.strerror}). {remedy}"
        ) from None
    return listening


def _ready(house: House, *, demo: bool, reports: int) -> tuple[str, Rest | None, Rest | None]:
    """The made-up world, when asked for; how to get in, and what can go on meanwhile."""
    from leeward.administration.people.desk import first_link

    if demo:
        from leeward.drills.world import furnish

        world = furnish(house, count=reports, say=click.echo)
        return world.welcome, world.rest, world.live
    link = first_link(house.record, house.settings.reached_at)
    return f"Set up the first account (once, within 24 h): {link}" if link else "Sign in with your account.", None, None


@contextmanager
def _meanwhile(rest: Rest | None, live: Rest | None, lived: threading.Event) -> Iterator[None]:
    """Let the team of the made-up world live through its quarter while the console is open already, and then on."""
    stop = threading.Event()
    thread = threading.Thread(target=_live, args=(rest, live, stop, lived), name="drill", daemon=True) if live else None
    if thread:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if thread:
            thread.join(timeout=10)


def _live(rest: Rest | None, live: Rest, stop: threading.Event, lived: threading.Event) -> None:
    began = time.monotonic()
    decisions = rest(go_on=lambda: not stop.is_set()) if rest else 0
    if rest and not stop.is_set():
        click.echo(f"The team has lived through its quarter: {decisions:,} decisions, {time.monotonic() - began:.0f} s.")
    lived.set()
    live(go_on=lambda: not stop.is_set())


@contextmanager
def _running(clockwork: Clockwork) -> Iterator[None]:
    clockwork.start()
    try:
        yield
    finally:
        clockwork.stop()


def _serve(house: House, listening: socket.socket) -> None:
    config = uvicorn.Config(
        make_app(house), log_config=None, access_log=False, timeout_graceful_shutdown=5, server_header=False, date_header=True
    )
    server = uvicorn.Server(config)
    # A polite SIGTERM ends like Ctrl-C: uvicorn stops first, then the signal comes back here and unwinds the house.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn raises the signal again after its own shutdown; ours is what is left to do
        log.info("stopping")
