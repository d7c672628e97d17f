"""lower() and upper() mean in Python what they mean in DuckDB, for every character there is."""

import duckdb
import pyarrow as pa

from leeward.playbook.rules.casing import lower, upper

CHARACTERS = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]


def test_every_character_folds_alike() -> None:
    with duckdb.connect() as connection:
        connection.register("characters", pa.table({"c": CHARACTERS}))
        rows = connection.execute("SELECT c, lower(c), upper(c) FROM characters").fetchall()
    assert [character for character, folded, _ in rows if folded != lower(character)] == []
    assert [character for character, _, folded in rows if folded != upper(character)] == []


def test_characters_fold_one_by_one_wherever_they_stand() -> None:
    assert lower("ΟΔΟΣ ΣΑΣ") == "οδοσ σασ"
    assert lower("İstanbul") == "istanbul"
    assert upper("straße ŉ ᾳ ﬁ") == "STRAẞE ŉ ᾼ ﬁ"
    text = "".join(CHARACTERS[:20_000])
    assert lower(text) == "".join(map(lower, text))
    assert upper(text) == "".join(map(upper, text))
