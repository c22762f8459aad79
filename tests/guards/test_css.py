"""The look keeps its promises: either reading direction, contrast in every pair, light."""

import gzip
import re
from pathlib import Path

import pytest

import photovoice
from photovoice.assets import built_path

PACKAGE = Path(photovoice.__file__).parent
STATIC = PACKAGE / "static"
STYLES = sorted(p for p in STATIC.rglob("*.css") if "built" not in p.parts)
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", TOKENS))

PAPERS = ["paper", "paper-bright", "paper-sunk"]
TEXT_PAIRS = [
    *[(ink, paper) for ink in ("ink", "ink-soft", "accent", "accent-deep") for paper in PAPERS],
    *[(ink, "accent-wash") for ink in ("ink", "ink-soft", "accent", "accent-deep")],
    *[(kind, paper) for kind in ("good", "care", "stop") for paper in PAPERS],
    *[(kind, f"{kind}-wash") for kind in ("good", "care", "stop")],
    *[
        (ink, wash)
        for ink in ("ink", "ink-soft", "accent")
        for wash in ("good-wash", "care-wash", "stop-wash")
    ],
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper-bright", "ink"),
    ("paper-bright", "good"),
    ("paper-bright", "stop"),
    ("ink-on-soot", "soot"),
    ("ink-soft-on-soot", "soot"),
    ("accent-on-soot", "soot"),
]
LINE_PAIRS = [
    *[(line, paper) for line in ("edge", "focus", "accent") for paper in PAPERS],
    ("focus-on-soot", "soot"),
]

PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:"
    r"(?:margin|padding)-(?:left|right|top|bottom)"
    r"|border-(?:left|right|top|bottom)(?:-[\w-]+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:left|right|top|bottom)"
    r")\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

KILOBYTE = 1024


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours given as #rrggbb."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def zipped(files: list[Path]) -> int:
    return len(gzip.compress(b"".join(path.read_bytes() for path in files), 9))


def test_black_on_white_has_the_contrast_everybody_knows():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_the_ground_they_stand_on(words, ground):
    assert contrast(COLOURS[words], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize(("line", "ground"), LINE_PAIRS)
def test_edges_of_controls_and_the_focus_ring_can_be_seen(line, ground):
    assert contrast(COLOURS[line], COLOURS[ground]) >= 3


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.relative_to(STATIC).as_posix())
def test_styles_speak_of_start_and_end_never_of_left_and_right(path):
    rules = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [line.strip() for line in rules.splitlines() if PHYSICAL.search(line)] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.relative_to(STATIC).as_posix())
def test_every_custom_property_used_is_defined_somewhere(path):
    everything = "\n".join(style.read_text(encoding="utf-8") for style in STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    # A name with a fallback, var(--r, 1.33), looks after itself.
    used = set(re.findall(r"var\((--[\w-]+)\)", path.read_text(encoding="utf-8")))
    assert used - defined == set()


def test_the_focus_ring_is_never_taken_away_without_another():
    for path in STYLES:
        rules = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for selector in re.findall(r"([^{}]+)\{[^{}]*outline:\s*(?:none|0)[^{}]*\}", rules):
            # The page's main part takes focus from the skip link only, and is no control.
            assert ":focus-visible" in selector or selector.strip() == "main:focus", path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_page_carries_style_or_script_within_itself(path):
    page = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", page)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", page)
    assert not re.search(r"<style\b", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", page)


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("studio.css", 14), ("studio.js", 6), ("phone.css", 8), ("phone.js", 15), ("gallery.js", 6)],
)
def test_what_a_slow_phone_fetches_is_light_enough(name, kilobytes):
    assert zipped([built_path(name)]) <= kilobytes * KILOBYTE
