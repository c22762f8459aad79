"""What every store promises, asked of all three."""

import io
import threading
from datetime import UTC, datetime, timedelta

import pytest

from photovoice.storage import BadKey, Missing, StoreFull, store_from_url
from photovoice.storage.memory import MemoryStore

KEY = "originals/ab/abcdef0123456789.jpg"
LARGE = bytes(range(256)) * 4096 * 17  # 17 MB: more than two parts of an upload in parts


@pytest.fixture(params=["file", "memory:", "s3"])
def store(request, tmp_path):
    address = request.getfixturevalue("bucket") if request.param == "s3" else request.param
    return store_from_url(address, tmp_path)


def test_what_was_put_can_be_read_again(store):
    store.put(KEY, b"a picture", media_type="image/jpeg")
    with store.open(KEY) as file:
        assert file.read() == b"a picture"
    assert store.exists(KEY)
    assert store.size(KEY) == 9


def test_an_opened_file_can_seek(store):
    store.put(KEY, b"a picture")
    with store.open(KEY) as file:
        file.seek(2)
        assert file.read(3) == b"pic"


def test_a_source_is_read_from_where_it_stands_and_left_open(store):
    source = io.BytesIO(b"header and picture")
    source.seek(11)
    store.put(KEY, source)
    assert store.size(KEY) == 7
    assert not source.closed


def test_something_large_arrives_whole(store):
    store.put(KEY, io.BytesIO(LARGE))
    with store.open(KEY) as file:
        assert file.read() == LARGE


def test_an_empty_file_is_still_a_file(store):
    store.put(KEY, b"")
    assert store.exists(KEY)
    assert store.size(KEY) == 0


def test_putting_twice_is_as_good_as_once(store):
    store.put(KEY, b"a picture")
    store.put(KEY, b"a picture")
    assert [found.key for found in store.keys()] == [KEY]


def test_what_is_not_there_is_said_to_be_missing(store):
    assert not store.exists(KEY)
    for ask in (store.open, store.size):
        with pytest.raises(Missing):
            ask(KEY)
    with pytest.raises(Missing), store.local(KEY):
        pass


def test_deleting_forgets_and_deleting_again_is_fine(store):
    store.put(KEY, b"a picture")
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)
    assert list(store.keys()) == []


def test_what_is_moved_is_under_the_other_key_alone(store):
    other = "set-aside/originals/ab/abcdef.jpg.2026-05-01"
    store.put(KEY, b"a picture")
    store.put(other, b"what was there before")
    store.move(KEY, other)
    assert [found.key for found in store.keys()] == [other]
    with store.open(other) as file:
        assert file.read() == b"a picture"
    store.move(other, KEY)
    assert [found.key for found in store.keys()] == [KEY]


def test_what_is_not_there_cannot_be_moved_and_what_is_there_stays(store):
    store.put(KEY, b"a picture")
    with pytest.raises(Missing):
        store.move("originals/ab/nothing.jpg", KEY)
    with store.open(KEY) as file:
        assert file.read() == b"a picture"


def test_something_large_is_moved_whole(store):
    store.put(KEY, io.BytesIO(LARGE), media_type="image/jpeg")
    store.move(KEY, "originals/ab/other.jpg")
    with store.open("originals/ab/other.jpg") as file:
        assert file.read() == LARGE


def test_a_local_path_ends_as_the_key_does_and_holds_the_bytes(store):
    store.put(KEY, b"a picture")
    with store.local(KEY) as path:
        assert path.suffix == ".jpg"
        assert path.read_bytes() == b"a picture"


def test_keys_are_listed_by_prefix_with_their_size_and_moment(store):
    began = datetime.now(UTC).replace(microsecond=0)
    for key in ("originals/ab/one.jpg", "originals/ac/two.jpg", "renditions/ab/320.jpg"):
        store.put(key, b"abc")
    everything = {found.key: found for found in store.keys()}
    assert set(everything) == {
        "originals/ab/one.jpg",
        "originals/ac/two.jpg",
        "renditions/ab/320.jpg",
    }
    listed = everything["originals/ab/one.jpg"]
    assert listed.size == 3
    assert began - timedelta(seconds=2) <= listed.modified <= datetime.now(UTC)
    assert {found.key for found in store.keys("originals/a")} == {
        "originals/ab/one.jpg",
        "originals/ac/two.jpg",
    }
    assert {found.key for found in store.keys("originals/ab/o")} == {"originals/ab/one.jpg"}
    assert list(store.keys("nothing/here/")) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "originals/../../secret_key",
        "originals//one.jpg",
        "originals/",
        "./one.jpg",
        ".incoming/one",
        "originals\\one.jpg",
        "c:one.jpg",
        "Originals/one.jpg",
        "originals/one.jpg\n",
        "originals/one\x00.jpg",
        "originals/con.jpg",
        "originals/one.",
        "originals/łódź.jpg",
    ],
)
def test_a_key_that_could_lead_elsewhere_is_refused_by_every_method(store, key):
    for ask in (
        lambda: store.put(key, b"x"),
        lambda: store.open(key),
        lambda: store.local(key).__enter__(),
        lambda: store.exists(key),
        lambda: store.size(key),
        lambda: store.delete(key),
        lambda: store.move(key, KEY),
        lambda: store.move(KEY, key),
    ):
        with pytest.raises(BadKey):
            ask()
    assert list(store.keys()) == []


@pytest.mark.parametrize("prefix", ["../", "/", "originals/../..", ".incoming"])
def test_a_prefix_cannot_climb_out_either(store, prefix):
    with pytest.raises(BadKey):
        list(store.keys(prefix))


class Breaking(io.RawIOBase):
    """A source whose other end hangs up after ``length`` bytes."""

    def __init__(self, length):
        self.left = length

    def readable(self):
        return True

    def read(self, size=-1):
        if not self.left or size < 0:
            raise ConnectionResetError("the phone went out of reach")
        given = min(self.left, size)
        self.left -= given
        return b"x" * given


@pytest.mark.parametrize("length", [10, 9 * 1024 * 1024], ids=["small", "in parts"])
def test_a_source_that_breaks_off_leaves_nothing(store, length):
    with pytest.raises(ConnectionResetError):
        store.put(KEY, Breaking(length))
    assert not store.exists(KEY)
    assert list(store.keys()) == []
    assert store.sweep_temporaries(timedelta(0)) == 0


def test_a_source_that_breaks_off_leaves_what_was_there_before(store):
    store.put(KEY, b"a picture")
    with pytest.raises(ConnectionResetError):
        store.put(KEY, Breaking(10))
    with store.open(KEY) as file:
        assert file.read() == b"a picture"


def test_many_may_put_the_same_and_different_things_at_once(store):
    troubles = []

    def put(number):
        try:
            store.put(KEY, b"the same")
            store.put(f"renditions/{number}/320.jpg", str(number).encode())
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len(list(store.keys("renditions/"))) == 8
    assert store.size(KEY) == 8


def test_sweeping_leaves_what_was_kept(store):
    store.put(KEY, b"a picture")
    assert store.sweep_temporaries(timedelta(0)) == 0
    assert store.exists(KEY)


def test_a_store_without_room_refuses_and_keeps_what_it_had():
    store = MemoryStore(room=10)
    store.put(KEY, b"a picture")
    with pytest.raises(StoreFull):
        store.put("originals/ac/another.jpg", b"a picture")
    assert [found.key for found in store.keys()] == [KEY]


def test_an_address_no_store_knows_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no store"):
        store_from_url("ftp://example.org", tmp_path)
