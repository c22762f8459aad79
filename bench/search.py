"""How fast words find photographs: ten thousand captions, with facets and a permission filter."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import Figure
from photovoice.search import Document, SearchIndex
from photovoice.search.whoosh_index import WhooshIndex

CAPTIONS = 10_000
ASKED = 40
"""Times each kind of query is asked."""
HOLD = 120.0
"""Milliseconds at the 95th percentile."""

COMMON = (
    "the a of and in on our we with for to at every by this is was they from people street group "
    "community together week morning market library garden school bus stop table tea".split()
)
ENGLISH = (
    "allotment choir petition mural kitchen meeting bicycle repair shelf food bank neighbour "
    "notice board council bench banner march voting ballot café sewing circle litter picking "
    "mosque church temple hall corridor window door stairs ramp crossing traffic hedge orchard "
    "compost seedling teacher carer volunteer driver nurse grandmother teenager toddler drum "
    "poster leaflet newsletter radio phone laptop noticeboard football pitch swimming canal bridge "
    "towpath mill chimney terrace launderette barber bakery stall spice fabric button needle "
    "thread knitting quilt lantern parade festival speech listening questioning valuing reasoning "
    "connecting developing belonging waiting queueing cooking sharing mending planting painting "
    "singing walking cycling reading writing signing counting carrying welcoming translating"
).split()
ELSEWHERE = (
    "łańcuch rower sąsiedzi ogródek świetlica biblioteka spotkanie głosowanie przystanek zupa "
    "piața vecinii grădină bicicletă întâlnire școală bibliotecă cântec împreună stație "
    "باغ محلہ مسجد لائبریری ملاقات سائیکل دیوار بازار پڑوسی کھانا "
    "حديقة مكتبة اجتماع جيران دراجة مطبخ سوق جدار انتخابات أغنية "
    "বাগান পাঠাগার মিটিং প্রতিবেশী সাইকেল রান্নাঘর বাজার দেয়াল ভোট গান"
).split()
ENDINGS = ["", "", "s", "ing", "ed", "er", "side", "work", "ward", "land", "house", "way"]
THEMES = ["valuing", "connecting", "questioning", "reasoning", "developing"]


def captions(number: int, seed: int = 2018) -> Iterator[Document]:
    """Invented photographs whose words are as uneven as those of a language: few are common."""
    dice = random.Random(seed)
    rare = [word + ending for word in ENGLISH for ending in ENDINGS] + ELSEWHERE * 3
    dice.shuffle(rare)
    ranks = [1 / (rank + 30) for rank in range(len(rare))]
    for photograph in range(1, number + 1):
        caption = [
            word
            for telling in dice.choices(rare, ranks, k=14)
            for word in (telling, dice.choice(COMMON))
        ]
        themes = dice.sample(THEMES, dice.randint(0, 2))
        yield Document(
            photograph,
            1,
            f"{photograph:08x}",
            {
                "title": [" ".join(dice.choices(rare, ranks, k=3))],
                "caption": [" ".join(caption)],
                "place": [" ".join(dice.choices(rare, k=2))],
                "tags": dice.choices(rare, k=2),
                "themes": themes,
                "answers": [" ".join(dice.choices(rare, ranks, k=12))],
            },
            researcher=f"Researcher {dice.randint(1, 60)}",
            year=dice.randint(2014, 2026),
            themes=themes,
        )


def queries(documents: list[Document], seed: int = 7) -> Iterator[tuple[str, str]]:
    """(kind, query), made of words that are in the captions as often as the captions have them."""
    dice = random.Random(seed)

    def word() -> str:
        return dice.choice(dice.choice(documents).texts["caption"][0].split()[::2])

    for _time in range(ASKED):
        yield "one term", word()
        pair = dice.choice(documents).texts["caption"][0].split()
        yield "two terms, both", f"{pair[0]} {pair[2]}"
        yield "beginning of a word", word()[:3]
        yield "four terms, any", " ".join(word() for _ in range(4))
        yield "phrase", f'"{pair[4]} {pair[5]}"'
        letters = list(word() + "q")
        letters[1], letters[2] = letters[2], letters[1]
        yield "misspelt", "".join(letters)


def measured(index: SearchIndex, documents: list[Document]) -> dict[str, list[float]]:
    """Kind of query → milliseconds of each search, two thirds of the photographs permitted."""
    seen = {document.id for document in documents if document.id % 3}
    index.search("warm", project_id=1, allowed=seen.intersection)
    taken: dict[str, list[float]] = {}
    for kind, query in queries(documents):
        began = time.perf_counter()
        index.search(query, project_id=1, allowed=seen.intersection)
        taken.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
    return taken


def figures(make_index: Callable[[Path], SearchIndex] = WhooshIndex) -> Iterator[Figure]:
    """Milliseconds at the middle and at the 95th percentile, all kinds of query mixed."""
    documents = list(captions(CAPTIONS))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = make_index(Path(folder))
        began = time.perf_counter()
        index.update(documents)
        yield Figure("search: putting 10,000 captions in", time.perf_counter() - began, "s", None)
        taken = measured(index, documents)
        for kind, times in taken.items():
            yield Figure(f"search: {kind}, p95", _percentile(times, 95), "ms", None)
        mixed = [milliseconds for times in taken.values() for milliseconds in times]
        yield Figure("search at 10,000 captions, p50", statistics.median(mixed), "ms", None)
        yield Figure("search at 10,000 captions, p95", _percentile(mixed, 95), "ms", HOLD)


def _percentile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure.value:8.1f} {figure.unit:3} {figure.name}")
