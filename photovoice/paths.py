"""Where the files lie that are not Python, in a checkout and in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def migrations_folder() -> Path:
    """The migrations: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / "_migrations"
    return inside if inside.is_dir() else PACKAGE.parent / "migrations"
