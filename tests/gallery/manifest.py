"""A small exhibition in four scripts, with pictures drawn on the spot."""

import base64
import copy
import hashlib
import io
import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from photovoice.archive.sound import without_metadata
from tests import sounds

PAPERS = ["#9c3d2e", "#c98a2b", "#5c6b3a", "#3f5870", "#5d3a55", "#efe3cc", "#2b2724"]
SIZES = (320, 800)

VOICES = {
    "2wetstep": (3, "en", "Caretaker was cut, so there's a rota. I made the rota. It has a biscuit "
                 "column now."),
    "chulha05": (66, "ur", "ہم جمعرات کو ساٹھ لوگوں کا کھانا پکاتے ہیں۔"),
}  # fmt: skip
"""Which panels are spoken of aloud: for how many seconds, in which language, and what is said."""

SHAPES = {"landscape": (4, 3), "portrait": (3, 4), "square": (1, 1), "panorama": (5, 2)}

SECTIONS = [
    {
        "slug": "turning-up",
        "title": "Turning up",
        "text": "Most of it is being there on a Tuesday.",
        "readings": [
            {
                "who": "Ioana P.",
                "text": "Who can turn up? The ones with childcare. I want that written next to it.",
                "language": "en",
            }
        ],
        "hung": [
            ("k3v9q2ab", "landscape", "Bus stop, 6.40", "en", "Marlene Fitt", "Hollin Bank",
             "They took off the 6.40. Five cleaners, one nurse. We stood here every day for a "
             "month and counted ourselves out loud.", "en"),
            ("2wetstep", "portrait", "The wet step", "en", "Pat Dooley", "Northgate",
             "Caretaker was cut, so there's a rota. My name's on a Tuesday. That's all politics "
             "is, a rota.", "en"),
            ("khaldhar", "landscape", "খালের ধারে", "bn", "Dev Chowdhury", "Cut Side",
             "আগে সবাই বলত কেউ একজন পরিষ্কার করুক। এখন আমরাই সেই কেউ একজন।", "bn"),
        ],
    },
    {
        "slug": "looking-after",
        "title": "Looking after",
        "text": "It looks like kindness. It is also what was cut, done by us, for nothing.",
        "readings": [
            {
                "who": "Pat Dooley",
                "text": "Don't call it “for nothing”. And don't let them off the hook.",
                "language": "en",
            },
            {
                "who": "Comfort A.",
                "text": "I do not want it paid. I want it seen.",
                "language": "en",
            },
        ],
        "hung": [
            ("chulha05", "square", "چولہا", "ur", "Amina R.", "Northgate",
             "ہم جمعرات کو ساٹھ لوگوں کا کھانا پکاتے ہیں۔ "
             "کوئی بھوکا واپس نہیں جاتا، اور کوئی اکیلا بھی نہیں۔",
             "ur"),
            ("coats002", "portrait", "Coats", "en", "Pat Dooley", "Northgate",
             "Take one, no questions. Somebody asked me was it charity. I said no, it's a coat.",
             "en"),
        ],
    },
    {
        "slug": "mending-and-making",
        "title": "Mending and making",
        "text": "We mend things and it turns out we were mending the street.",
        "readings": [],
        "hung": [
            ("warsztat", "panorama", "Warsztat", "pl", "Jerzy", "Hollin Bank",
             "Naprawiamy rowery za darmo. Dzieci myślą, że uczą się o rowerach.", "pl"),
            ("shelf037", "landscape", "The shelf", "en", "", "Cut Side",
             "I came for a bag. They asked could I lift. I have been lifting since.", "en"),
        ],
    },
]  # fmt: skip

EXHIBITION = {
    "slug": "beyond-the-ballot-box",
    "title": "Beyond the Ballot Box",
    "introduction": "Ten of us were lent no cameras and no expertise. We used our phones and what "
    "we knew.\nThese are photographs of what we and our neighbours do to make a difference here, "
    "that nobody calls politics. We talked every one of them over before it was hung.",
    "language": "en",
    "accent": "#9c3d2e",
    "project": "Everyday politics in five districts",
    "question": "What do you and your neighbours do to make a difference here, that nobody calls "
    "politics?",
    "line": "Photographs by community researchers",
    "visitor_questions": ["How does everyday politics make a difference where you live?"],
    "organisations": ["Northgate Families Drop-in", "Hollin Bank Trust", "Cut Side Neighbours"],
    "credits": ["Pat Dooley", "Amina R.", "Jerzy", "Marlene Fitt", "Dev Chowdhury"],
}

STOPS = [
    {
        "venue": "Tanpits Library",
        "address": "Weaver's Row",
        "opens_on": "2026-04-18",
        "closes_on": "2026-05-09",
        "note": "Opening with soup, from eleven.",
    },
    {
        "venue": "St Brigid's Hall",
        "address": "Hollin Bank",
        "opens_on": "2026-05-16",
        "closes_on": "2026-06-06",
        "note": "",
    },
    {
        "venue": "The Beehive café",
        "address": "Cut Side",
        "opens_on": "2026-06-13",
        "closes_on": None,
        "note": "The screen lives by the counter.",
    },
]

ASKED = "How does everyday politics make a difference where you live?"
WISHED = "What would help it along?"
RESPONSES = [
    (ASKED, "My nan did all of this and we called her bossy.", "en", "Tanpits Library"),
    (ASKED, "I didn't know the bus came back because of a flask.", "en", "Tanpits Library"),
    (ASKED, "Who decides who is everyday?", "en", "St Brigid's Hall"),
    (ASKED, "کاش ہمارے محلے میں بھی ہو", "ur", "The Beehive café"),
    (WISHED, "Pay the caretaker.", "en", "St Brigid's Hall"),
    (WISHED, "More chairs.", "en", "The Beehive café"),
]


def make_manifest(folder: Path, *, sizes: tuple[int, ...] = SIZES, **exhibition: Any) -> dict:
    """A manifest whose pictures have been drawn into ``folder``/pictures."""
    return {
        "format": 2,
        "exhibition": {**copy.deepcopy(EXHIBITION), **exhibition},
        "edition": {
            "number": 2,
            "published_on": "2026-04-18",
            "valid_until": "2097-04-18",
            "public_url": "http://photovoice.test/exhibitions/beyond-the-ballot-box",
        },
        "sections": [make_section(section, folder, sizes) for section in SECTIONS],
        "stops": copy.deepcopy(STOPS),
        "responses": [
            {"question": question, "text": text, "language": language, "stop": stop}
            for question, text, language, stop in RESPONSES
        ],
    }


def make_section(section: dict, folder: Path, sizes: tuple[int, ...]) -> dict:
    """One section with its panels drawn."""
    about = {key: section[key] for key in ("slug", "title", "text", "readings")}
    return about | {"panels": [make_panel(hung, folder, sizes) for hung in section["hung"]]}


def make_panel(hung: tuple, folder: Path, sizes: tuple[int, ...]) -> dict:
    """One panel, its picture drawn at each size (long edge in pixels)."""
    ref, shape, title, title_language, credit, place, caption, caption_language = hung
    across, down = SHAPES[shape]
    pictures = []
    for size in sizes:
        width = round(size * across / max(across, down))
        height = round(size * down / max(across, down))
        data = jpeg(draw(ref, width, height))
        src = f"pictures/{hashlib.sha256(data).hexdigest()[:8]}-{size}.jpg"
        (folder / src).parent.mkdir(parents=True, exist_ok=True)
        (folder / src).write_bytes(data)
        pictures.append({"src": src, "width": width, "height": height})
    return {
        "ref": ref,
        "title": title,
        "title_language": title_language,
        "caption": caption,
        "caption_language": caption_language,
        "label": "",
        "credit": credit,
        "place": place,
        "date": "2026-03-02",
        "alt": f"Layers of cut paper: {title}",
        "width": across * 1000,
        "height": down * 1000,
        "placeholder": placeholder(draw(ref, 16, 16)),
        "pictures": pictures,
        "voice": make_voice(ref, folder) if ref in VOICES else None,
    }


def make_voice(ref: str, folder: Path) -> dict:
    """A silent recording of the length a panel asks for."""
    seconds, language, transcript = VOICES[ref]
    data = sounds.webm(seconds)
    data = without_metadata(data, "audio/webm", seconds)
    src = f"audio/{hashlib.sha256(data).hexdigest()[:16]}.webm"
    (folder / src).parent.mkdir(parents=True, exist_ok=True)
    (folder / src).write_bytes(data)
    return {
        "src": src,
        "media_type": "audio/webm",
        "seconds": seconds,
        "language": language,
        "transcript": transcript,
        "transcript_language": language,
    }


def draw(seed: str, width: int, height: int) -> Image.Image:
    """Hills of cut paper under a low sun, different for each seed."""
    chance = random.Random(seed)
    papers = chance.sample(PAPERS, len(PAPERS))
    picture = Image.new("RGB", (width, height), papers[0])
    pen = ImageDraw.Draw(picture)
    radius = min(width, height) * chance.uniform(0.08, 0.2)
    x, y = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.2, 0.45)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), papers[1])
    for layer, paper in enumerate(papers[2:]):
        level = 0.35 + 0.14 * layer
        ridge = [
            (width * step / 8, height * (level + chance.uniform(-0.09, 0.09))) for step in range(9)
        ]
        pen.polygon([*ridge, (width, height), (0, height)], paper)
    return picture


def jpeg(picture: Image.Image) -> bytes:
    """A JPEG with nothing in it but the picture."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def placeholder(picture: Image.Image) -> str:
    """A tiny picture as an address of its own."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=20)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()
