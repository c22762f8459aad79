"""The parts an installation is made of, made once and passed on: no part fetches another."""

import math
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from photovoice.config import Config
from photovoice.db import Database
from photovoice.jobs.queue import Queue
from photovoice.permissions import READS
from photovoice.storage import ObjectStore, store_from_url
from photovoice.storage.set_aside import StoreWithSetAside
from photovoice.waiting import Waiting


class House:
    """Database, store, index, darkroom and job queue of one installation."""

    def __init__(
        self,
        config: Config,
        *,
        make_darkroom: Callable[[], Any],
        make_index: Callable[["House"], Any],
    ) -> None:
        self.config = config
        self._makers = {"darkroom": make_darkroom, "index": lambda: make_index(self)}
        self.database = Database(config.database)
        self.store: ObjectStore = StoreWithSetAside(store_from_url(config.store_url, config.home))
        self.handlers: dict[str, Callable[[House, dict], Any]] = {}
        """Job name → what does it."""
        self.given_up: dict[str, Callable[[House, Session, dict], None]] = {}
        """Job name → tells what a job was for, within the transaction, that it was given up."""
        self.tried_again: dict[str, Callable[[House, Session, dict], None]] = {}
        """Job name → tells it that the job is being tried again."""
        self.chores: list[Callable[[House], Any]] = []
        """What the worker sees to about once an hour, the first time when it starts."""
        self.tidying: list[Callable[[House], Any]] = []
        """What it sees to as often, but not at its start: whoever put the wrong database or folder
        in place must be able to stop it before anything is moved."""
        self.stored: dict[str, Callable[[Session, list[str]], set[str]]] = {}
        """How keys in the store begin → those of some such keys that a row names."""
        self.given: dict[str, Callable[[Session, int | None], list[str]]] = {}
        """How keys of what people gave begin → so many of those rows name, chosen by chance, or
        all; nobody can make these bytes again."""
        self.gate: Callable[..., dict[int, Any]]
        """What consent says of each photograph on a day, its ``Standing``; wired to consent."""
        self.on_show: Callable[[], list] = list
        """The exhibitions the public can see now; wired to the gallery."""
        self.counts: Callable[[Session, Any], dict] = lambda _session, _project: {}
        """Where a project stands, for its front page; wired to the parts that know."""
        self.waiting: list[Callable[[Session, Any, Any], list[Waiting]]] = []
        """Each says what waits in a project for a person; see ``waiting.waiting_for``."""
        self.newest: Callable[..., dict[int, list[Any]]] = lambda *_which: {}
        """A few of the newest photographs of projects, for their front pages; wired to archive."""
        self.where_used: list[Callable[[Session, list[int]], list[Any]]] = []
        """Each says where photographs are used, on screens and on paper, in sentences."""
        self.removable: dict[str, Any] = {}
        """What can be brought back after it was removed, its ``removals.Kind`` by name."""
        self.where_shown: Callable[[Session, list[int]], list] = lambda *_which: []
        """The editions in which visitors can see any of some photographs; wired to exhibition."""
        self.photograph_panels: list[Callable[[Session, Any], Any]] = []
        """Each adds a part (markup, or None) to a photograph's page."""
        self.render_edition: Callable[..., Any]
        """Makes an edition's pages from its manifest; wired to the gallery."""
        self.responses: Callable[[Session, Any], list[dict]]
        """Visitors' words for the next edition of an exhibition; wired to the gallery."""
        self.put_up_sign: Callable[[str, dict[str, Any]], None]
        """Tells the public side which edition hangs; wired to the gallery."""
        self.card_sheet: Callable[..., bytes]
        """Sets access cards on sheets to print and cut, as a PDF; wired to printing."""
        self.whom_to_ask: Callable[[Session, Any], str] = lambda _session, _person: ""
        """Where somebody whose card no longer works gets help; wired to projects."""
        self.app: Flask | None = None
        self.opened = False
        """Whether this process has looked at the database and the store, and they fit."""
        self.remarks: list[Callable[[Session], list[str]]] = []
        """Each says, in sentences for whoever starts it, what is missing from what was made."""
        self.marked = -math.inf
        """When this process last marked the store as its database's, by the monotonic clock."""
        self._lock = threading.Lock()
        self._lazy: dict[str, Any] = {}
        self.queue = Queue(self)
        self.database.info |= {"house": self, "bell": self.queue.ring}

    @property
    def darkroom(self) -> Any:
        """The picture-decoding children (``archive.darkroom.Darkroom``), made when first needed."""
        return self._once("darkroom")

    @property
    def index(self) -> Any:
        """The search index (``search.SearchIndex``), opened when first needed."""
        return self._once("index")

    def _once(self, name: str) -> Any:
        with self._lock:
            if name not in self._lazy:
                self._lazy[name] = self._makers[name]()
            return self._lazy[name]

    def session(self) -> Session:
        """The session of this request; a reading request never takes the write lock."""
        if "photovoice_session" not in g:
            g.photovoice_session = self.database.session(writes=request.method not in READS)
        return g.photovoice_session

    def close(self) -> None:
        """Let go of children and connections."""
        for name in list(self._lazy):
            close = getattr(self._lazy.pop(name), "close", None)
            if close is not None:
                close()
        self.database.engine.dispose()


def the_house() -> House:
    """The house of the application in hand."""
    return current_app.extensions["photovoice"]


def one_commit_a_request(app: Flask) -> None:
    """Commit what a request changed when it went well, undo it when it did not."""

    @app.after_request
    def commit(response: Response) -> Response:
        session = g.get("photovoice_session")
        if session is not None:
            session.commit() if response.status_code < 400 else session.rollback()
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        session = g.pop("photovoice_session", None)
        if session is not None:
            session.close()
