"""The looks: one place for colours and sizes, enough contrast, files of others as they came."""

import hashlib
import math
import re
from importlib.resources import files
from pathlib import Path

import pytest

STATIC = Path(str(files("leeward.web") / "static"))
TOKENS = (STATIC / "tokens.css").read_text("utf-8")
STYLE = (STATIC / "leeward.css").read_text("utf-8")
ISLANDS = sorted((STATIC / "islands").glob("*.js"))
PAIR = re.compile(r"--([a-z-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}


def without_media_and_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/|@media[^{]+", "", css, flags=re.DOTALL)


def test_colours_and_sizes_stand_in_tokens_only() -> None:
    found = re.findall(r"#[0-9a-f]{3,8}\b|\boklch|\brgb|\bhsl|\b\d*\.?\d+(?:px|rem)\b", without_media_and_comments(STYLE))
    assert found == []


def test_every_token_that_is_used_exists_and_every_one_that_exists_is_used() -> None:
    defined = set(re.findall(r"^\s*--([a-z0-9-]+):", TOKENS, re.MULTILINE))
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", TOKENS + STYLE))
    assert used - defined == set()
    assert defined - used == set()


def luminance(oklch: str) -> float:
    """The relative luminance (WCAG) of ``L C H``, after Ottosson's OKLab matrices."""
    lightness, chroma, hue = (float(part) for part in oklch.split("/")[0].split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    clipped = [min(1.0, max(0.0, channel)) for channel in (red, green, blue)]
    return 0.2126 * clipped[0] + 0.7152 * clipped[1] + 0.0722 * clipped[2]


def contrast(first: str, second: str, theme: int) -> float:
    one, two = luminance(COLOURS[first][theme]), luminance(COLOURS[second][theme])
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(theme: int) -> None:
    grounds = ("paper", "raised", "sunk", "chosen")
    texts = ("ink", "soft", "action", "late", "overdue")
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [("faint", "paper"), ("faint", "sunk"), ("on-action", "action"), ("on-action", "action-over")]
    pairs += [("late", "late-tint"), ("overdue", "overdue-tint")]
    weak = {pair: round(contrast(*pair, theme), 2) for pair in pairs if contrast(*pair, theme) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_lines_that_matter_can_be_seen(theme: int) -> None:
    grounds = ("paper", "raised", "sunk")
    weak = {
        (line, ground): round(contrast(line, ground, theme), 2)
        for line in ("edge", "focus", "warm")
        for ground in grounds
        if contrast(line, ground, theme) < 3
    }
    assert weak == {}


def test_files_of_others_are_as_they_came() -> None:
    vendor = STATIC / "vendor"
    listed = dict(reversed(line.split()) for line in (vendor / "SHA256SUMS").read_text("utf-8").splitlines())
    assert set(listed) == {path.name for path in vendor.iterdir()} - {"SHA256SUMS"}
    assert {name: hashlib.sha256((vendor / name).read_bytes()).hexdigest() for name in listed} == listed
    for name in listed:
        if name.endswith(".js"):
            assert f"{name.partition('-')[0]}-LICENSE.txt" in listed


def test_all_of_it_is_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 2_000_000


@pytest.mark.parametrize("island", ISLANDS, ids=lambda path: path.stem)
def test_an_island_needs_no_inline_code_and_writes_no_markup(island: Path) -> None:
    text = island.read_text("utf-8")
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.style\b|on[a-z]+=", text)
        == []
    )
    assert text.startswith("// ")


def test_every_block_of_the_style_is_closed_before_the_next_begins() -> None:
    depth = 0
    for number, line in enumerate(re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL).splitlines(), 1):
        assert not (depth and line and not line[0].isspace() and line.endswith("{")), f"line {number}: {line}"
        depth += line.count("{") - line.count("}")
    assert depth == 0


def test_every_class_that_is_used_has_a_look() -> None:
    drawn = set(re.findall(r"\.([a-z][a-z-]*)", without_media_and_comments(STYLE)))
    tags_of_words = {"answered", "policy", "all"}  # they say what something is, and look like what they stand in
    used = {
        word
        for path in Path(str(files("leeward"))).rglob("*.html")
        for classes in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for word in re.findall(r"[a-z][a-z-]+", re.sub(r"\{[{%].*?[%}]\}", " ", classes))
    }
    assert used - drawn - tags_of_words == set()


def test_every_icon_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    house = Path(str(files("leeward")))
    named = {
        name
        for path in house.rglob("*.html")
        for called in re.findall(r"icon\(([^)]*)\)", path.read_text("utf-8"))
        for name in re.findall(r'(?<!else )"([a-z]+)"(?! if)|"([a-z]+)"', called.split(",")[0])
        for name in name
        if name
    } - {"quiet"}
    assert named - drawn == set()
