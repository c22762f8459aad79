"""What every index promises, asked of both."""

import threading

import pytest

from photovoice.search import Document

PROJECT, ANOTHER = 1, 2


def make_document(id, caption="", title="", project_id=PROJECT, **more):
    texts = {"title": [title], "caption": [caption]} | more.pop("texts", {})
    return Document(id, project_id, more.pop("uid", f"ref{id}x"), texts, **more)


@pytest.fixture
def found(index):
    """``found(query)`` gives the ids somebody who may see everything finds in the project."""

    def ask(query, **more):
        return index.search(query, project_id=PROJECT, allowed=None, **more).ids

    return ask


@pytest.fixture
def suggested(index):
    return lambda query: index.search(query, project_id=PROJECT, allowed=None).suggestion


def test_a_word_of_a_caption_finds_its_photograph(index, found):
    index.update([make_document(1, "The choir sang"), make_document(2, "A mended bicycle")])
    assert found("choir") == [1]
    assert found("CHOIR") == [1]
    assert found("trombone") == []


@pytest.mark.parametrize("field", ["title", "caption", "place", "tags", "themes", "answers"])
def test_every_field_is_searched(index, found, field):
    index.update([make_document(1, texts={field: ["something else", "an allotment"]})])
    assert found("allotment") == [1]


@pytest.mark.parametrize(
    ("caption", "query"),
    [
        ("Two choirs met", "choir"),
        ("The choir met", "choirs"),
        ("They were meeting on Tuesdays", "meetings"),
        ("Women's voices", "women"),
        ("Women’s voices", "women's"),
        ("Naprawiony łańcuch i rower", "lancuch"),
        ("Naprawiony lancuch i rower", "ŁAŃCUCH"),
        ("Vecinii în grădină", "gradina"),
        ("Copiii din piața mare", "piaţa"),
        ("Straßenfest am Samstag", "strassenfest"),
        ("ہمارے محلے کا باغ", "باغ"),
        ("ہمارے محلے کا باغ", "محلے"),
        ("پڑوسی", "پڑوسي"),
        ("الجَارَات فِي الحَدِيقَة", "الحديقة"),
        ("مكتبة الحي", "مکتبہ"),
        ("আমাদের বাগানে মিটিং", "মিটিং"),
        ("আমাদের বাগানে মিটিং", "বাগানে"),
        ("बगीचे में बैठक", "बगीचे"),
        ("Спільний сад", "САД"),
        ("社区花园会议", "花园"),
        ("e\u0301cole ouverte", "école"),
    ],
)
def test_words_are_found_in_many_scripts_however_they_are_typed(index, found, caption, query):
    index.update([make_document(1, caption), make_document(2, "Nothing of the kind")])
    assert found(query) == [1]


def test_bengali_vowel_signs_belong_to_their_words(index, found):
    index.update([make_document(1, "বাড়ি ও বাগান"), make_document(2, "বড় গান")])
    assert found('"বড়"') == [2]
    assert found('"বাড়ি"') == [1]
    assert found("গান") == [2], "the end of another word is no word"


def test_the_last_word_counts_as_unfinished_from_three_letters_on(index, found):
    index.update([make_document(1, "An allotment in May"), make_document(2, "An alley in June")])
    assert found("allot") == [1]
    assert set(found("all")) == {1, 2}
    assert found("al") == []
    assert found("may allot") == [1]
    assert found("allot may") == [1], "one that is not last is finished, so any word will do"
    assert set(found("all* may")) == {1}
    assert found('"allot"') == [], "what is quoted is finished too"


def test_a_star_makes_any_word_unfinished(index, found):
    index.update([make_document(1, "Choirmaster waiting"), make_document(2, "Waiting")])
    assert found("choir* waiting") == [1]


def test_several_words_mean_all_of_them(index, found):
    index.update([make_document(1, "choir in a church"), make_document(2, "choir in a park")])
    assert found("park choir") == [2]


def test_when_no_photograph_has_all_words_any_will_do_and_more_come_first(index, found):
    index.update(
        [
            make_document(1, "a church"),
            make_document(2, "a choir in a park"),
            make_document(3, "a bench"),
        ]
    )
    assert found("choir park church") == [2, 1]


def test_words_in_quotes_stand_together_in_one_text(index, found):
    index.update(
        [
            make_document(1, "the food bank shelf"),
            make_document(2, "food on a bank"),
            make_document(3, "good food", title="bank holiday"),
            make_document(4, texts={"tags": ["food", "bank"]}),
        ]
    )
    assert found('"food bank"') == [1]
    assert found("“food bank” shelf") == [1]


def test_little_words_do_not_stand_in_the_way(index, found):
    index.update([make_document(1, "allotment keepers"), make_document(2, "the people")])
    assert found("the allotment") == [1]
    assert found("the") == [2], "unless there is nothing else"


def test_a_title_counts_more_than_a_caption_and_a_caption_more_than_an_answer(index, found):
    index.update(
        [
            make_document(1, texts={"answers": ["choir"]}),
            make_document(2, "choir"),
            make_document(3, title="choir"),
        ]
    )
    assert found("choir") == [3, 2, 1]


def test_the_word_itself_counts_more_than_its_relatives_or_longer_ones(index, found):
    index.update(
        [
            make_document(1, "choirmaster"),
            make_document(2, "choir"),
            make_document(3, "choirs"),
        ]
    )
    assert found("choir") == [2, 3, 1]


def test_the_reference_printed_on_a_card_finds_its_photograph(index, found):
    index.update([make_document(1, uid="k3v9q2ab"), make_document(2, uid="m4w8r3cd")])
    assert found("K3V9Q2AB") == [1]


def test_another_projects_photographs_are_not_found(index, found):
    index.update([make_document(1, "choir"), make_document(2, "choir", project_id=ANOTHER)])
    assert found("choir") == [1]
    assert found("") == [1]


def test_putting_in_anew_replaces_what_was_there(index, found):
    index.update([make_document(1, "choir", themes=["valuing"])])
    index.update([make_document(1, "bicycle")])
    assert found("choir") == []
    assert found("bicycle") == [1]
    assert index.search("", project_id=PROJECT, allowed=None).total == 1


def test_of_two_in_one_batch_the_later_counts(index, found):
    index.update([make_document(1, "choir"), make_document(1, "bicycle")])
    assert found("choir") == []
    assert found("bicycle") == [1]


def test_what_was_removed_is_not_found_and_removing_again_is_fine(index, found):
    index.update([make_document(1, "choir"), make_document(2, "choir")])
    assert set(found("choir")) == {1, 2}
    index.remove([1, 99])
    index.remove([1])
    index.remove([])
    assert found("choir") == [2]


def test_a_project_can_be_cleared_and_so_can_everything(index, found):
    index.update([make_document(1, "choir"), make_document(2, "choir", project_id=ANOTHER)])
    index.clear(ANOTHER)
    assert found("choir") == [1]
    assert index.search("choir", project_id=ANOTHER, allowed=None).ids == []
    index.clear(None)
    assert found("choir") == []
    index.update([make_document(3, "choir")])
    assert found("choir") == [3]


def test_an_empty_query_finds_everything_newest_first_and_one_without_words_nothing(index, found):
    index.update([make_document(1, "choir"), make_document(2, "bicycle")])
    assert found("") == [2, 1]
    assert found("  ") == [2, 1]
    assert found("?!") == []
    assert found('""') == []


@pytest.mark.parametrize(
    "query", ["'", "a' | b", "\\", "((", ":*", "<->", "choir & !bench", "%", "*", '"', "\x00", "=x"]
)
def test_signs_that_mean_something_to_an_index_mean_nothing_to_it_here(index, found, query):
    index.update([make_document(1, "nothing", researcher="O'Neil", themes=["it's \\ours", "a,b"])])
    assert found(query) == []
    assert found("nothing") == [1]


def test_pages_follow_one_another(index, found):
    index.update([make_document(number, "choir") for number in range(1, 8)])
    assert found("choir", limit=3) == [7, 6, 5]
    assert found("choir", limit=3, offset=6) == [1]
    assert index.search("choir", project_id=PROJECT, allowed=None, limit=3).total == 7


# -------------------------------------------------------------- facets, and who may see what


@pytest.fixture
def sorted_index(index):
    index.update(
        [
            make_document(1, "choir", researcher="Ade", year=2018, themes=["valuing"]),
            make_document(2, "choir", researcher="Ade", year=2019, themes=["valuing", "doubt"]),
            make_document(3, "choir", researcher="Bea", year=2019, themes=["doubt", "valuing"]),
            make_document(4, "choir"),
            make_document(5, "bicycle", researcher="Cyd", year=2020, themes=["mending"]),
        ]
    )
    return index


def test_facets_count_what_was_found(sorted_index):
    results = sorted_index.search("choir", project_id=PROJECT, allowed=None)
    assert results.total == 4
    assert results.facets == {
        "theme": [("valuing", 3), ("doubt", 2)],
        "researcher": [("Ade", 2), ("Bea", 1)],
        "year": [("2019", 2), ("2018", 1)],
    }


def test_a_chosen_facet_narrows_the_results_and_still_shows_the_way_to_the_others(sorted_index):
    results = sorted_index.search("choir", project_id=PROJECT, allowed=None, researcher="Bea")
    assert results.ids == [3]
    assert results.total == 1
    assert results.facets == {
        "theme": [("doubt", 1), ("valuing", 1)],
        "researcher": [("Ade", 2), ("Bea", 1)],
        "year": [("2019", 1)],
    }


def test_facets_can_be_chosen_together_and_without_any_words(sorted_index):
    def total(**chosen):
        return sorted_index.search("", project_id=PROJECT, allowed=None, **chosen).total

    assert total(theme="doubt") == 2
    assert total(theme="doubt", year=2019) == 2
    assert total(theme="doubt", year=2019, researcher="Ade") == 1
    assert total(theme="mending", year=2019) == 0


def test_only_what_is_allowed_is_found_or_counted(sorted_index):
    asked_about = []

    def allowed(ids):
        asked_about.extend(ids)
        return {2, 5, 77}

    results = sorted_index.search("choir", project_id=PROJECT, allowed=allowed)
    assert results.ids == [2]
    assert results.total == 1
    assert results.facets["researcher"] == [("Ade", 1)]
    assert results.facets["year"] == [("2019", 1)]
    assert sorted(asked_about) == [1, 2, 3, 4], "about each candidate once, and no other"


def test_nothing_at_all_is_said_to_somebody_who_may_see_nothing(sorted_index):
    for query in ("choir", "", "chior", "choir bicycle"):
        results = sorted_index.search(query, project_id=PROJECT, allowed=lambda ids: set())
        assert results.ids == []
        assert results.total == 0
        assert not any(results.facets.values())
        assert results.suggestion is None


def test_any_word_will_do_when_those_with_all_words_may_not_be_seen(index):
    index.update([make_document(1, "choir park"), make_document(2, "choir")])
    results = index.search("choir park", project_id=PROJECT, allowed=lambda ids: {2})
    assert results.ids == [2]


# ------------------------------------------------------------------------------- suggestions


@pytest.mark.parametrize(
    ("caption", "typed", "meant"),
    [
        ("The allotment", "alotment", "allotment"),
        ("The allotment", "allotmnet", "allotment"),
        ("The choir", "chior", "choir"),
        ("Our neighbours", "nieghbours", "neighbours"),
        ("Naprawiony łańcuch", "lancush", "łańcuch"),
        ("আমাদের পাঠাগার", "পঠাগার", "পাঠাগার"),
        ("محلے کی لائبریری", "لایبرری", "لائبریری"),
    ],
)
def test_a_misspelt_word_gets_a_suggestion_as_people_write_it(
    index, suggested, caption, typed, meant
):
    index.update([make_document(1, caption), make_document(2, "A bicycle")])
    assert suggested(typed) == meant


def test_only_the_unknown_word_of_a_query_is_replaced(index, suggested):
    index.update([make_document(1, "The allotment in May"), make_document(2, "A choir")])
    assert suggested('May "alotment"') == 'May "allotment"'
    assert suggested("Choir alotment") == "Choir allotment"


def test_nothing_is_suggested_when_all_is_well_or_nothing_is_like_it(index, suggested):
    index.update([make_document(1, "The allotment in May")])
    assert suggested("allotment") is None
    assert suggested("trombone") is None
    assert suggested("xq") is None


def test_a_suggestion_gives_away_no_word_the_asker_may_not_see(index):
    index.update(
        [
            make_document(1, "allotment"),
            make_document(2, "a bicycle"),
            make_document(3, "allotments", project_id=ANOTHER),
        ]
    )
    results = index.search("alotment", project_id=PROJECT, allowed=lambda ids: {2, 3})
    assert results.suggestion is None
    results = index.search("alotment", project_id=PROJECT, allowed=lambda ids: {1})
    assert results.suggestion == "allotment"


# -------------------------------------------------------------------------------- odd lengths


def test_very_long_texts_and_words_do_no_harm(index, found):
    long = "word " * 40_000 + "beyond"
    index.update([make_document(1, "x" * 5000, title="choir", texts={"answers": [long]})])
    assert found("choir") == [1]
    assert found("word") == [1]
    assert found("choir " * 500) == [1]


def test_a_document_without_words_can_be_found_by_its_facets(index, found):
    index.update([Document(1, PROJECT, "", {}, themes=["valuing"])])
    assert found("", theme="valuing") == [1]


def test_many_threads_may_search_while_one_writes(index):
    index.update([make_document(number, "choir") for number in range(1, 21)])
    troubles = []

    def search():
        try:
            for _time in range(10):
                assert index.search("choir", project_id=PROJECT, allowed=None).total >= 20
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=search) for _number in range(4)]
    for thread in threads:
        thread.start()
    for number in range(21, 26):
        index.update([make_document(number, "choir")])
    for thread in threads:
        thread.join()
    assert troubles == []
    assert index.search("choir", project_id=PROJECT, allowed=None).total == 25


# Who is in a photograph.


def test_names_are_found_and_proposed_only_for_those_who_may_know_them(index):
    caption = {"caption": ["the kettle is on"]}
    index.update(
        [
            Document(1, PROJECT, "a" * 32, caption, named=["Mrs Odell"]),
            Document(2, PROJECT, "b" * 32, caption),
        ]
    )
    everybody = {"project_id": PROJECT, "allowed": None}
    for query in ("odell", "kettle odell", '"Mrs Odell"'):
        assert index.search(query, **everybody, tended=None).ids[0] == 1
    assert index.search("odell", **everybody).ids == []
    assert index.search("odel", **everybody, tended=lambda ids: {2}).ids == []
    assert index.search("odell", **everybody, tended=lambda ids: {1}).ids == [1]
    assert index.search("odelll", **everybody).suggestion is None
    assert index.search("odelll", **everybody, tended=None).suggestion == "odell"
    for tended in (None, lambda ids: set()):
        assert sorted(index.search("kettle", **everybody, tended=tended).ids) == [1, 2]
        assert index.search("", **everybody, tended=tended).total == 2
    index.update([Document(1, PROJECT, "a" * 32, caption)])
    assert index.search("odell", **everybody, tended=None).ids == [], "a name taken away is gone"
    index.remove([1])
    assert index.search("kettle", **everybody, tended=None).ids == [2]
