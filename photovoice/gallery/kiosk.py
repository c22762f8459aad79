"""What a screen that runs by itself is given: the show as a row of slides."""

from typing import Any

from flask_babel import gettext as _

from photovoice.gallery.show import Panel, Section, Show, title_size
from photovoice.languages import apart, direction

WORDS_ON_ONE_SLIDE = 3
SQUARE = 400
"""Pixels of the QR code on the screen."""


def kiosk_data(show: Show) -> dict[str, Any]:
    """The value of ``window.EXHIBITION``: who it is, how long it is valid, and its slides in order.

    Every sentence in it is ready to be shown; each carries its language and direction.
    """
    slides = [_opening(show)]
    for section in show.sections:
        slides.append(_section(section, show))
        slides.extend(_photograph(panel, show) for panel in section.panels)
    slides.extend(_voices(show))
    slides.append(_door(show))
    slides.append(_closing(show))
    return {
        "title": show.exhibition["title"],
        "edition": show.edition["number"],
        "valid_until": show.edition["valid_until"],
        "public_url": show.public_url,
        "photographs": len(show.panels),
        "slides": slides,
    }


def _said(text: str, language: str) -> dict[str, str]:
    return {"text": text, "lang": language, "dir": direction(language)}


def _opening(show: Show) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "kind": "opening",
        "heading": _said(show.exhibition["title"], show.language),
        "size": show.title_size,
        "small": _said(show.exhibition.get("project", ""), show.language),
        "text": _said(show.exhibition.get("question", ""), show.language),
    }
    if show.hero:
        slide |= {"ref": show.hero.ref, "picture": _picture(show.hero)}
        slide["credit"] = _said(f"{show.hero.name} · {show.hero.credited}", show.language)
    return slide


def _section(section: Section, show: Show) -> dict[str, Any]:
    place = _("%(number)s of %(total)s", number=section.number, total=len(show.sections))
    return {
        "kind": "section",
        "small": _said(place, show.language),
        "heading": _said(section.title, show.language),
        "size": title_size(section.title),
        "text": _said(section.text, show.language),
        "aside": _said(_("Seen otherwise"), show.language),
        "quotes": [
            {**_said(reading["text"], reading.get("language") or show.language),
             "by": reading.get("who") or ""}
            for reading in section.readings
        ],
    }  # fmt: skip


def _photograph(panel: Panel, show: Show) -> dict[str, Any]:
    facts = [apart(panel.data.get("place") or ""), show.day(panel.date) if panel.date else ""]
    return {
        "kind": "photograph",
        "ref": panel.ref,
        "number": panel.number,
        "picture": _picture(panel),
        "small": _said(panel.section.title, show.language),
        "heading": _said(panel.name, panel.data.get("title_language") or show.language),
        "size": title_size(panel.name),
        "text": _said(panel.caption or "", panel.data.get("caption_language") or show.language),
        "label": _said(panel.data.get("label") or "", show.language),
        "credit": _said(panel.credited, show.language),
        "facts": _said(", ".join(filter(None, facts)), show.language),
        **({"voice": _voice(panel.voice, show)} if panel.voice else {}),
    }


def _voice(voice: dict[str, Any], show: Show) -> dict[str, Any]:
    said_in = voice.get("transcript_language") or voice["language"]
    return {
        "src": voice["src"],
        "seconds": voice["seconds"],
        "listen": _said(_("Listen"), show.language),
        "stop": _said(_("Stop"), show.language),
        "lasts": _said(show.lasts(voice), show.language),
        "text": _said(voice.get("transcript") or "", said_in),
    }


def _picture(panel: Panel) -> dict[str, Any]:
    return {
        "alt": panel.alternative,
        "width": panel.width,
        "height": panel.height,
        "sizes": [[picture["width"], picture["src"]] for picture in panel.pictures],
    }


def _voices(show: Show) -> list[dict[str, Any]]:
    slides = []
    for question, answers in show.voices():
        for at in range(0, len(answers), WORDS_ON_ONE_SLIDE):
            slides.append(
                {
                    "kind": "voices",
                    "small": _said(_("Visitors said"), show.language),
                    "heading": _said(question, show.language),
                    "quotes": [
                        {
                            **_said(answer["text"], answer.get("language") or show.language),
                            "by": answer.get("stop") or "",
                        }
                        for answer in answers[at : at + WORDS_ON_ONE_SLIDE]
                    ],
                }  # fmt: skip
            )
    return slides


def _door(show: Show) -> dict[str, Any]:
    """How somebody pictured changes their mind, beside a screen without a network."""
    heading = _("Are you in one of these photographs? You can change your mind.")
    slide: dict[str, Any] = {
        "kind": "door",
        "heading": _said(heading, show.language),
        "size": title_size(heading),
        "text": _said("", show.language),
        "quotes": [_said(sentence, show.language) for sentence in show.whom_to_tell],
    }
    if show.door:
        sizes = [[SQUARE, "assets/withdraw.svg"]]
        alt = _("QR code: %(address)s", address=show.door)
        slide["picture"] = {"alt": alt, "width": SQUARE, "height": SQUARE, "sizes": sizes}
    return slide


def _closing(show: Show) -> dict[str, Any]:
    stops = [{**_said(stop["venue"], show.language), "by": show.dates(stop)} for stop in show.stops]
    return {
        "kind": "closing",
        "small": _said(show.exhibition["title"], show.language),
        "heading": _said(_("Made by"), show.language),
        "names": show.exhibition.get("credits") or [],
        "organisations": _said(
            " · ".join(show.exhibition.get("organisations") or []), show.language
        ),
        "aside": _said(_("On tour"), show.language),
        "quotes": stops,
    }
