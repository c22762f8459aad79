"""Keeps the catalogues of translated sentences, and makes of them what the software reads.

`photovoice/translations/<language>/LC_MESSAGES/messages.po` is what translators write: every
sentence a community researcher or a visitor can see, and no other.  The software reads the
`messages.mo` beside it, which is built and never committed.

    python -m build_tools.catalogues                 make the .mo files that are not up to date
    python -m build_tools.catalogues --check         only say by the exit status whether they are
    python -m build_tools.catalogues --update [ur]   bring sentences up to date, begin a language
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from build_tools.sentences import everybodys

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = Path("photovoice/translations")
UNCHECKED = "not yet checked by a native speaker"
HEADER = f"""\
# The sentences of Photovoice that community researchers and visitors see, in {{language}}.
# {UNCHECKED.capitalize()}.
# The words of the trade are in docs/glossary.md."""


def written(root: Path = ROOT) -> list[Path]:
    """The catalogues of a checkout."""
    return sorted((root / TRANSLATIONS).glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """A catalogue as its translators left it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def build(root: Path = ROOT) -> bool:
    """Make what the software reads of every catalogue; say whether there was anything to do."""
    stale = _stale(root)
    for path, content in stale.items():
        arriving = path.with_suffix(".mo.new")
        arriving.write_bytes(content)
        arriving.replace(path)
    left_over = _left_over(root)
    for path in left_over:
        path.unlink()
    return bool(stale or left_over)


def is_current(root: Path = ROOT) -> bool:
    """Whether what the software reads was made from the catalogues as they are now."""
    return not _stale(root) and not _left_over(root)


def _stale(root: Path) -> dict[Path, bytes]:
    made = {path.with_suffix(".mo"): _compiled(path) for path in written(root)}
    return {p: now for p, now in made.items() if not p.is_file() or p.read_bytes() != now}


def _left_over(root: Path) -> list[Path]:
    made = (root / TRANSLATIONS).glob("*/LC_MESSAGES/messages.mo")
    return [path for path in made if not path.with_suffix(".po").is_file()]


def _compiled(path: Path) -> bytes:
    out = io.BytesIO()
    write_mo(out, read(path))
    return out.getvalue()


def update(root: Path, *more: str) -> list[tuple[str, int]]:
    """Bring every catalogue's sentences up to date and begin those of ``more`` languages.

    Each language comes back with the number of sentences that want a translator: new ones are
    empty, changed ones carry their old translation, marked fuzzy; those gone are taken out.
    """
    sentences = everybodys(root)
    paths = {path.parts[-3]: path for path in written(root)}
    for language in more:
        paths.setdefault(language, root / TRANSLATIONS / language / "LC_MESSAGES" / "messages.po")
    report = []
    for language, path in sorted(paths.items()):
        catalogue = read(path) if path.is_file() else _begun(language)
        catalogue.update(sentences, update_creation_date=False)
        _write(catalogue, path)
        report.append((language, len(wanting(catalogue))))
    return report


def wanting(catalogue: Catalog) -> list[object]:
    """The sentences of a catalogue that are not, or not surely, translated."""
    return [m.id for m in catalogue if m.id and (m.fuzzy or not _whole(m, catalogue.num_plurals))]


def _whole(message: Message, plurals: int) -> bool:
    if message.pluralizable:
        return len(message.string or ()) == plurals and all(message.string or ())
    return bool(message.string)


def _begun(language: str) -> Catalog:
    name = Locale.parse(language).get_display_name("en")
    began = datetime(2026, 11, 24, tzinfo=UTC)
    return Catalog(
        language,
        project="photovoice",
        version="0.1.0",
        header_comment=HEADER.format(language=name),
        creation_date=began,
        fuzzy=False,
    )


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=100,
            sort_by_file=True,
            include_lineno=False,
            ignore_obsolete=True,
        )


def main() -> int:
    """Build, check or update from the command line."""
    arguments = sys.argv[1:]
    if "--check" in arguments:
        return 0 if is_current() else 1
    if "--update" in arguments:
        for language, left in update(ROOT, *[a for a in arguments if not a.startswith("-")]):
            print(f"{language}: {left or 'no'} sentence{'' if left == 1 else 's'} to translate")
    build()
    return 0


if __name__ == "__main__":
    sys.exit(main())
