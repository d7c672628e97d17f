"""Whether the files of a playbook changed, asked again and again for little: by their names, sizes and times, not their bytes."""

from pathlib import Path

from leeward.playbook.reader import files

Signature = tuple[tuple[str, int, int], ...]


class Watch:
    """Watches a folder. A change counts when it has come to rest: an editor or a checkout writes several files one by one.

    Files that nobody has called ``known`` yet count as changed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: Signature | None = None
        self._last = self._signature()

    def changed(self) -> bool:
        """Whether the files are other than those last ``known``, and the same as when this was last asked."""
        now = self._signature()
        rested, self._last = now == self._last, now
        return rested and now != self._known

    def known(self) -> None:
        """The files as they were when last asked about are dealt with, for better or worse."""
        self._known = self._last

    def _signature(self) -> Signature:
        found = []
        for file in files(self._folder):
            try:
                stat = (self._folder / file).stat()
            except FileNotFoundError:  # taken away between the two looks
                continue
            found.append((file, stat.st_size, stat.st_mtime_ns))
        return tuple(found)
