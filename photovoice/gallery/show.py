"""A manifest read as a show: the same facts, in the order and the words its pages need them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from babel.dates import UTC, format_skeleton
from flask_babel import gettext as _

from photovoice.languages import (
    SOURCE,
    catalogue_for,
    direction,
    figures,
    locale_for,
    words_of_day,
    words_of_length,
)
from photovoice.projects.rules import Reach, address_to_type, reach

LONG, VERY_LONG = 42, 84
LONG_WORD, VERY_LONG_WORD = 9, 16
"""From how many letters on a title, or one word of it, wants smaller type: in large type a word
longer than its column would be broken anywhere."""

HERO_SHAPES = ("landscape", "square", "portrait", "panorama")


def title_size(title: str) -> str:
    """``very-long``, ``long`` or nothing: how a title's type must shrink for it to fit."""
    word = max(map(len, title.split()), default=0)
    if len(title) > VERY_LONG or word > VERY_LONG_WORD:
        return "very-long"
    return "long" if len(title) > LONG or word > LONG_WORD else ""


@dataclass(frozen=True)
class Panel:
    """One hung photograph, with its place in the show."""

    data: dict[str, Any]
    number: int
    """Its place in the whole show, from 1."""
    section: "Section"

    def __getattr__(self, name: str) -> Any:
        try:
            return self.data[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def address(self) -> str:
        """Its page, from the foot of the edition."""
        return f"photographs/{self.data['ref']}.html"

    @property
    def name(self) -> str:
        """Its title, or a plain name where it was given none."""
        return self.data.get("title") or _("Photograph %(number)s", number=self.number)

    @property
    def alternative(self) -> str:
        """What it shows, for somebody who cannot see it."""
        return self.data.get("alt") or _("Photograph: %(title)s", title=self.name)

    @property
    def credited(self) -> str:
        """Whose photograph it is, in the words they chose."""
        return self.data.get("credit") or _("By a community researcher")

    @property
    def voice(self) -> dict[str, Any] | None:
        """What is said of it in somebody's own voice, or None."""
        return self.data.get("voice")

    @property
    def shape(self) -> str:
        """``panorama``, ``landscape``, ``square`` or ``portrait``: it decides how it hangs."""
        ratio = self.data["width"] / self.data["height"]
        if ratio > 2:
            return "panorama"
        return "landscape" if ratio > 1.15 else "square" if ratio > 0.87 else "portrait"

    @property
    def pictures(self) -> list[dict[str, Any]]:
        """Its renditions, narrowest first."""
        return sorted(self.data["pictures"], key=lambda picture: picture["width"])

    def near(self, width: int) -> dict[str, Any]:
        """The narrowest rendition at least ``width`` pixels wide, or the widest there is."""
        wide_enough = [picture for picture in self.pictures if picture["width"] >= width]
        return wide_enough[0] if wide_enough else self.pictures[-1]


@dataclass(frozen=True)
class Section:
    """A part of the show under its own heading."""

    data: dict[str, Any]
    number: int
    first: int
    """The number of its first photograph."""

    @property
    def title(self) -> str:
        """Its heading."""
        return self.data["title"]

    @property
    def text(self) -> str:
        """Its statement."""
        return self.data.get("text") or ""

    @property
    def readings(self) -> list[dict[str, str]]:
        """How somebody saw it otherwise, kept beside the statement."""
        return self.data.get("readings") or []

    @property
    def address(self) -> str:
        """Its page, from the foot of the edition."""
        return f"sections/{self.number}.html"

    @cached_property
    def panels(self) -> list[Panel]:
        """What hangs in it, in order."""
        return [Panel(data, self.first + at, self) for at, data in enumerate(self.data["panels"])]


class Show:
    """An edition as its pages see it."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.exhibition = manifest["exhibition"]
        self.carried = False
        """Whether its pages are for a copy that is carried off, where no link leads anywhere."""
        self.edition = manifest["edition"]
        self.stops = manifest.get("stops") or []
        self.responses = manifest.get("responses") or []
        self.language = self.exhibition.get("language") or "en"
        self.locale = locale_for(catalogue_for(self.language) or SOURCE)
        """Of its sentences and dates: English where there is no catalogue of its language."""
        self.direction = direction(self.language)
        self.sections: list[Section] = []
        first = 1
        for number, data in enumerate(manifest["sections"], 1):
            self.sections.append(Section(data, number, first))
            first += len(data["panels"])
        self.panels = [panel for section in self.sections for panel in section.panels]

    @property
    def hero(self) -> Panel | None:
        """The photograph on the opening page: the first that lies well there."""
        return min(self.panels, key=lambda panel: HERO_SHAPES.index(panel.shape), default=None)

    @property
    def title_size(self) -> str:
        """How the exhibition's title must shrink to fit its place."""
        return title_size(self.exhibition["title"])

    @property
    def public_url(self) -> str:
        """Where the exhibition lives on the web, without a slash at its end."""
        return self.edition["public_url"].rstrip("/")

    @property
    def door(self) -> str:
        """Where somebody pictured takes back their yes, for those who have a network; empty where
        the address is good on one computer only."""
        house = self.public_url.rpartition("/exhibitions/")[0]
        return "" if reach(house) is Reach.HERE else f"{house}/withdraw"

    @property
    def whom_to_tell(self) -> list[str]:
        """What somebody pictured can do beside a copy that was carried off, in sentences."""
        makers = ", ".join(self.exhibition.get("organisations") or [])
        said = (
            _("Tell whoever shows you this, or %(makers)s.", makers=makers)
            if makers
            else _("Tell whoever shows you this.")
        )
        told = [said, _("It needs no reason.")]
        if self.exhibition.get("help"):
            told.append(self.exhibition["help"])
        if self.door:
            way = _("Or, with a phone: point its camera at the square, or open %(address)s")
            told.append(way % {"address": address_to_type(self.door)})
        return told

    def lasting_url(self, panel: Panel) -> str:
        """The address of a photograph that outlives this edition."""
        return f"{self.public_url}/photographs/{panel.ref}"

    def beside(self, panel: Panel) -> tuple[Panel | None, Panel | None]:
        """The photographs before and after one, through the whole show."""
        at = panel.number - 1
        after = self.panels[at + 1] if at + 1 < len(self.panels) else None
        return (self.panels[at - 1] if at else None), after

    def after(self, section: Section) -> Section | None:
        """The section that follows, or None at the end."""
        return self.sections[section.number] if section.number < len(self.sections) else None

    def voices(self) -> Iterator[tuple[str, list[dict[str, str]]]]:
        """Visitors' words, under the question they answer."""
        for question in dict.fromkeys(response["question"] for response in self.responses):
            yield question, [word for word in self.responses if word["question"] == question]

    def lasts(self, voice: dict[str, Any]) -> str:
        """How long somebody speaks, in words."""
        return words_of_length(voice["seconds"], self.locale)

    def day(self, iso: str) -> str:
        """A date in words."""
        return words_of_day(date.fromisoformat(iso), self.locale)

    def dates(self, stop: dict[str, Any]) -> str:
        """When a stop of the tour is open, in words."""
        opens, closes = stop["opens_on"], stop.get("closes_on")
        if not closes:
            return _("from %(day)s", day=self.day(opens))
        if opens == closes:
            return self.day(opens)
        begins = self.day(opens)
        if opens[:4] == closes[:4]:
            day = datetime.fromisoformat(opens)
            begins = figures(format_skeleton("MMMMd", day, UTC, locale=self.locale), self.locale)
        return _("%(opens)s to %(closes)s", opens=begins, closes=self.day(closes))
