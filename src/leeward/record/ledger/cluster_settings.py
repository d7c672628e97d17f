"""The settings of the embedded server: a small machine, one writer, nothing lost, nothing said about the data in its log.

The file is written anew at every start, so that settings change with Leeward. What an operator sets with ``ALTER SYSTEM``
stands above it and stays.
"""

import os
import sys
from pathlib import Path

# Why each of these differs from PostgreSQL's own default.
_ALWAYS = {
    # Local only: a socket in a directory that only its owner can enter.
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # Memory of an idle house stays small; the operating system caches the rest.
    "shared_buffers": "64MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    "max_logical_replication_workers": "0",
    "jit": "off",  # compiles longer than our queries run, and costs memory in each backend
    "random_page_cost": "1.1",  # solid-state disks
    # The log of writes: room for bursts of import, few checkpoints, few bytes.
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "max_wal_senders": "2",  # pg_basebackup works while the house is open
    # Append-only tables are vacuumed early, so that index-only scans stay index-only.
    "autovacuum_naptime": "30s",
    "autovacuum_vacuum_insert_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.05",
    # Error texts can quote data. They go to the caller, never to the server's log.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    # The same answers everywhere.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "ISO, YMD",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
}
_DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # tests that can afford to lose everything
_ON_LINUX = {"recovery_init_sync_method": "syncfs"}  # after a crash one call instead of 1,200: seconds, not minutes
_SINCE_18 = {"io_method": "sync"}  # no standing I/O workers: 3 processes less, and no slower at our sizes


def write_settings(data: Path, *, sockets: Path, durable: bool, major: int) -> None:
    """Write ``postgresql.conf`` and ``pg_hba.conf`` of ``data`` where they differ from what they should be."""
    settings = {**_ALWAYS, **(_DURABLE if durable else _FORGETFUL), "unix_socket_directories": str(sockets)}
    if sys.platform == "linux":
        settings |= _ON_LINUX
    if major >= 18:
        settings |= _SINCE_18
    lines = ["# Written by Leeward at every start. Your own: ALTER SYSTEM SET ..."]
    lines += [f"{name} = '{value}'" for name, value in settings.items()]
    _write(data / "postgresql.conf", "\n".join(lines) + "\n")
    # Whoever can enter the socket's directory (0700) owns these files anyway; a password would protect nothing.
    _write(data / "pg_hba.conf", "local all all trust\nlocal replication all trust\n")


def _write(path: Path, text: str) -> None:
    """Replace a file in one stroke, keeping its owner; a full disk leaves the old one."""
    if path.read_text() == text:
        return
    owner, beside = path.stat(), path.with_suffix(".new")
    beside.write_text(text)
    os.chmod(beside, 0o600)
    if os.geteuid() == 0:
        os.chown(beside, owner.st_uid, owner.st_gid)
    os.replace(beside, path)
