"""Named SQL: every statement of a room stands in its ``queries.sql`` under a name and a sentence.

```sql
-- next_job: The most urgent open job this person may take.
SELECT ...
```
"""

import re
from functools import cache
from importlib.resources import files

_HEADER = re.compile(r"^-- ([a-z_][a-z0-9_.]*): (.+)$", re.MULTILINE)


class Queries:
    """The statements of one file, as attributes: ``Q.next_job`` is its SQL text."""

    def __init__(self, source: str, origin: str) -> None:
        self._origin = origin
        headers = list(_HEADER.finditer(source))
        ends = [header.start() for header in headers[1:]] + [len(source)]
        self.statements = {
            header[1]: source[header.end() : end].strip().rstrip(";") for header, end in zip(headers, ends, strict=True)
        }
        self.sentences = {header[1]: header[2] for header in headers}
        if len(self.statements) != len(headers):
            raise ValueError(f"{origin}: two statements have the same name")

    def __getattr__(self, name: str) -> str:
        try:
            return self.statements[name]
        except KeyError:
            raise AttributeError(f"{self._origin} has no statement named {name}") from None


@cache
def read_queries(package: str | None, file: str = "queries.sql") -> Queries:
    """The statements of ``file`` in ``package`` (pass ``__package__``)."""
    if package is None:
        raise ValueError("queries are read from a package")
    return Queries((files(package) / file).read_text(encoding="utf-8"), f"{package}/{file}")
