"""What publishing will change: a frozen content beside the one that hangs; plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Content = dict[str, Any]


@dataclass(frozen=True)
class Reworded:
    """One text that will read otherwise: what it belongs to, which text it is, before and after."""

    thing: str
    """A title to tell it by; empty for the exhibition itself."""
    name: str
    """Which of its texts, by its name in a content."""
    before: str
    after: str


@dataclass
class Changes:
    """What differs, each list in the order of the walls."""

    new: list[str] = field(default_factory=list)
    """Titles of photographs that will hang."""
    gone: list[str] = field(default_factory=list)
    """Titles of photographs that will hang no more."""
    moved: list[str] = field(default_factory=list)
    """Titles of photographs that will hang elsewhere."""
    sections_new: list[str] = field(default_factory=list)
    sections_gone: list[str] = field(default_factory=list)
    sections_moved: bool = False
    reworded: list[Reworded] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Visitors' words and readings that will be added."""
    unsaid: list[str] = field(default_factory=list)
    """Those that will be left out."""
    stops_new: list[str] = field(default_factory=list)
    stops_gone: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(vars(self).values())


ABOUT = ("title", "introduction", "question", "line", "project", "help")
ALSO_ABOUT = ("language", "accent", "visitor_questions", "organisations")
OF_SECTION = ("title", "text")
OF_PANEL = ("title", "caption", "label", "place", "date", "alt")
OF_STOP = ("venue", "address", "opens_on", "closes_on", "note")


def between(before: Content, after: Content) -> Changes:
    """What an edition with the content ``after`` changes for whoever saw ``before``."""
    found = Changes()
    about, is_now = before["exhibition"], after["exhibition"]
    for name in (*ABOUT, *ALSO_ABOUT):
        found.reworded += _reworded("", name, about.get(name), is_now.get(name))
    _sections(before, after, found)
    _panels(before, after, found)
    _said(before, after, found)
    _stops(before, after, found)
    return found


def _reworded(thing: str, name: str, before: Any, after: Any) -> list[Reworded]:
    if (before or "") == (after or ""):
        return []
    return [Reworded(thing, name, _as_text(before), _as_text(after))]


def _as_text(value: Any) -> str:
    return " · ".join(value) if isinstance(value, list) else str(value or "")


def _called(panel: dict[str, Any]) -> str:
    return panel["title"] or panel["caption"][:40] or panel["ref"]


def _key(section: dict[str, Any]) -> Any:
    return section["id"] or section["title"]


def _hung(content: Content) -> Iterator[tuple[tuple[Any, int], dict[str, Any]]]:
    """Every panel with its section and its place in there."""
    for section in content["sections"]:
        for at, panel in enumerate(section["panels"]):
            yield (_key(section), at), panel


def _sections(before: Content, after: Content, found: Changes) -> None:
    was = {_key(one): one for one in before["sections"]}
    is_now = {_key(one): one for one in after["sections"]}
    found.sections_new = [one["title"] for key, one in is_now.items() if key not in was]
    found.sections_gone = [one["title"] for key, one in was.items() if key not in is_now]
    found.sections_moved = [k for k in was if k in is_now] != [k for k in is_now if k in was]
    for key, one in is_now.items():
        for name in OF_SECTION if key in was else ():
            found.reworded += _reworded(was[key]["title"], name, was[key][name], one[name])


def _panels(before: Content, after: Content, found: Changes) -> None:
    was = {panel["photograph"]: (place, panel) for place, panel in _hung(before)}
    is_now = {panel["photograph"]: (place, panel) for place, panel in _hung(after)}
    found.new = [_called(one) for id, (_place, one) in is_now.items() if id not in was]
    found.gone = [_called(one) for id, (_place, one) in was.items() if id not in is_now]
    order_was, order_now = _order(was, is_now), _order(is_now, was)
    for id, (_place, one) in is_now.items():
        if id not in was:
            continue
        if order_was[id] != order_now[id]:
            found.moved.append(_called(one))
        for name in OF_PANEL:
            found.reworded += _reworded(_called(was[id][1]), name, was[id][1][name], one[name])
        said, says = ((v or {}).get("transcript") for v in (was[id][1]["voice"], one["voice"]))
        found.reworded += _reworded(_called(was[id][1]), "voice", said, says)


def _order(those: dict[Any, Any], among: dict[Any, Any]) -> dict[Any, tuple[Any, int]]:
    """The section of each thing, and its place among those that hang before and after."""
    places: dict[Any, tuple[Any, int]] = {}
    counted: dict[Any, int] = {}
    for id, ((section, _at), _panel) in those.items():
        if id in among:
            places[id] = (section, counted.get(section, 0))
            counted[section] = counted.get(section, 0) + 1
    return places


def _said(before: Content, after: Content, found: Changes) -> None:
    def everything(content: Content) -> dict[Any, str]:
        readings = [one for section in content["sections"] for one in section["readings"]]
        said = {("reading", one["id"]): one["text"] for one in readings}
        return said | {("visitor", one["id"]): one["text"] for one in content["responses"]}

    was, is_now = everything(before), everything(after)
    found.said = [text for key, text in is_now.items() if key not in was]
    found.unsaid = [text for key, text in was.items() if key not in is_now]
    for key, text in is_now.items():
        if key in was:
            found.reworded += _reworded(was[key][:40], "said", was[key], text)


def _stops(before: Content, after: Content, found: Changes) -> None:
    was = {one["id"] or (one["venue"], one["opens_on"]): one for one in before["stops"]}
    by_name = {(one["venue"], one["opens_on"]): key for key, one in was.items()}
    seen = set()
    for one in after["stops"]:
        key = one["id"] if one["id"] in was else by_name.get((one["venue"], one["opens_on"]))
        if key is None:
            found.stops_new.append(one["venue"])
            continue
        seen.add(key)
        for name in OF_STOP:
            found.reworded += _reworded(was[key]["venue"], name, was[key][name], one[name])
    found.stops_gone = [one["venue"] for key, one in was.items() if key not in seen]
