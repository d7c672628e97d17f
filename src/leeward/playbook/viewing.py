"""How text and pictures are shown to somebody: as they chose, else as their organisation did (Q36).

The shell writes it on ``<html>`` as ``data-veil``, ``data-greyscale``, ``data-blur``, ``data-mute``, ``data-autoplay`` and
``data-calm``; style and islands read it there.
"""

from collections.abc import Mapping

from leeward.playbook.model import Viewing

CHOICES: Mapping[str, tuple[str, ...]] = {
    "veil": ("veiled", "open"),
    "greyscale": ("on", "off"),
    "blur": tuple(str(percent) for percent in range(0, 101, 10)),
    "mute": ("on", "off"),
    "autoplay": ("off", "on"),
    "calm": ("off", "on"),
}
"""Key -> what can be chosen."""


def defaults(viewing: Viewing) -> dict[str, str]:
    """What limits.toml says, in the words of the choices; a blur between two steps is the next stronger one."""
    switch = {True: "on", False: "off"}
    return {
        "veil": "veiled" if viewing.veil else "open",
        "greyscale": switch[viewing.greyscale],
        "blur": str(-(-viewing.blur_percent // 10) * 10),
        "mute": switch[viewing.mute],
        "autoplay": switch[viewing.autoplay],
        "calm": switch[viewing.calm],
    }


def shown(viewing: Viewing, chosen: Mapping[str, str]) -> dict[str, str]:
    """What holds for somebody with these preferences."""
    return {key: chosen[key] if chosen.get(key) in CHOICES[key] else said for key, said in defaults(viewing).items()}
