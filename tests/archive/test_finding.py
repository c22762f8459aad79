"""The search page: what the index proposes, and what of it somebody may see."""

from tests.addresses import at_project as at


class OneWordIndex:
    """An index that knows one word, and asks who may see what it found."""

    def __init__(self, *ids):
        self.ids = list(ids)

    def search(self, query, *, project_id, allowed=None, limit=60, offset=0, **_narrowed):
        """Everything there is, for ``kettle``."""
        from photovoice.search import Results

        ids = self.ids if query == "kettle" else []
        ids = [id for id in ids if allowed is None or id in allowed(ids)]
        facets = {"theme": [("Making room", len(ids))]} if ids else {}
        return Results(ids[offset : offset + limit], len(ids), facets, None if ids else "kettle")


def test_search_shows_only_what_the_person_may_see(make, sign_in, house):
    shared, hidden = make.photograph(cleared=True, title="Shared"), make.photograph(title="Hidden")
    house._lazy["index"] = OneWordIndex(shared.id, hidden.id)
    page = sign_in(make.researcher()).get(at(make.the_project, "search?q=kettle")).text
    assert "Shared" in page and "Hidden" not in page and "1 photograph" in page
    page = sign_in(make.facilitator()).get(at(make.the_project, "search?q=kettle")).text
    assert "Hidden" in page and "Making room" in page and "theme=Making" in page


def test_a_search_without_results_offers_the_word_that_was_meant(make, sign_in, house):
    house._lazy["index"] = OneWordIndex()
    page = sign_in(make.researcher()).get(at(make.the_project, "search?q=kettel")).text
    assert "Did you mean" in page and ">kettle</a>" in page and "Nothing was said" in page


def test_the_search_page_without_words_is_a_box(make, sign_in):
    page = sign_in(make.researcher()).get(at(make.the_project, "search"))
    assert page.status_code == 200 and 'name="q"' in page.text
