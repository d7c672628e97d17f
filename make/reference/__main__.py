"""`python -m make.reference` writes every generated page."""

from make.reference.pages import FOLDER, pages

FOLDER.mkdir(parents=True, exist_ok=True)
for name, text in pages().items():
    (FOLDER / name).write_text(text, "utf-8")
    print(f"docs/reference/{name}")
