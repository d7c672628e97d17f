"""What can go wrong on the ground. The docstring is the message; arguments name the place and the remedy.

LeewardError
├── DatabaseUnavailable
├── DataDirectoryProblem
├── LedgerBroken
├── AppendRefused
├── VaultRefused
│   ├── TextErased
│   └── HeldBack
└── MediaRefused
"""


class LeewardError(Exception):
    """Something went wrong."""

    def __init__(self, detail: str = "", *, remedy: str = "") -> None:
        self.detail, self.remedy = detail, remedy
        message = (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(" ".join(part for part in (message, detail, remedy) if part))


class DatabaseUnavailable(LeewardError):
    """The database cannot be reached."""


class DataDirectoryProblem(LeewardError):
    """The data directory cannot be used."""


class LedgerBroken(LeewardError):
    """The ledger does not verify."""


class AppendRefused(LeewardError):
    """These facts were not taken into the ledger."""


class VaultRefused(LeewardError):
    """The vault did not do this."""


class TextErased(VaultRefused):
    """The text was erased and cannot be read by anyone."""


class HeldBack(VaultRefused):
    """A hold forbids this erasure."""


class MediaRefused(LeewardError):
    """Leeward never takes media bytes: send a hash and a reference instead."""
