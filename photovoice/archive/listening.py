"""Voices beside photographs: hearing one, sending one, typing what it says, taking it away."""

import io
from dataclasses import replace
from uuid import uuid4

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts.models import Person
from photovoice.archive import loaders, queries, speaking
from photovoice.archive.forms import TranscriptForm, VoiceForm
from photovoice.archive.models import Photograph, VoiceNote
from photovoice.archive.rules import Sight
from photovoice.archive.showing import heard, shown
from photovoice.archive.speaking import SoundRefused
from photovoice.archive.views import KEPT_BY_BROWSER, bp
from photovoice.archive.walk import walk
from photovoice.edits import edit_form
from photovoice.house import the_house
from photovoice.permissions import Permission, allows, requires
from photovoice.security import ORIGINALS_POLICY, takes_files
from photovoice.storage import Missing


@bp.get("/photographs/<int:photograph>/voice")
@requires(Permission.BROWSE, loaders.heard)
def voice(note: VoiceNote) -> Response:
    """The recording as it was made, whole or the part a player asks for."""
    try:
        with the_house().store.open(note.key) as stream:
            sound = io.BytesIO(stream.read())
    except Missing:
        abort(404)
    response = send_file(
        sound, mimetype=note.media_type, etag=note.sha256, max_age=KEPT_BY_BROWSER, conditional=True
    )
    response.headers["Cache-Control"] = f"private, max-age={KEPT_BY_BROWSER}, immutable"
    response.headers["Content-Security-Policy"] = ORIGINALS_POLICY
    return response


@bp.route("/photographs/<int:photograph>/speak", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE, loaders.tended)
@takes_files
def speak(photograph: Photograph) -> AnyResponse | tuple[str, int]:
    """Send a recording, without any script: whatever records on the phone will do."""
    start = {"language": photograph.caption_language, "uid": uuid4().hex}
    form = VoiceForm(data=start).for_photograph(photograph)
    if not allows(current_user, Permission.RECORD_CONSENT, photograph.project):
        del form.speaker
    if form.validate_on_submit():
        recordings = [file for file in request.files.getlist("recording") if file.filename]
        if refused := _taken_in(photograph, form, recordings):
            form.recording.errors = [refused]
        else:
            flash(_("Received, and safe."), "good")
            return redirect(_back(photograph), 303)
    page = render_template("archive/speak.html", form=form, **_about(photograph))
    return page, 422 if form.errors else 200


def _taken_in(photograph: Photograph, form: VoiceForm, recordings: list[FileStorage]) -> str:
    """Take the first recording in; a sentence where it is refused."""
    if not recordings:
        return _("Choose a recording first.")
    session = the_house().session()
    theirs = "speaker" in form and form.speaker.data == "photographer"
    speaker: Person = photograph.photographer if theirs else current_user._get_current_object()
    session.commit()  # a recording takes a while to look at, and others want to write meanwhile
    try:
        speaking.receive_voice(
            the_house(),
            session,
            photograph,
            recordings[0].stream,
            by=current_user,
            uid=form.uid.data,
            language=form.language.data,
            spoken_by=speaker,
        )
    except SoundRefused as refused:
        return str(refused)
    return ""


def _about(photograph: Photograph) -> dict:
    """What the pages around a voice note show of its photograph."""
    session = the_house().session()
    note = queries.voice(session, photograph)
    sight = loaders.sight_of(session, photograph) or Sight.WHOLE
    return {
        "photograph": photograph,
        "photo": shown(photograph, sight, largest=800),
        "voice": heard(note) if note else None,
        "back": _back(photograph),
    }


def _back(photograph: Photograph) -> str:
    """The photograph, or its words while one walks from photograph to photograph."""
    page = "archive.words" if walk().begun else "archive.photograph"
    slug, walked = photograph.project.slug, walk().argument
    return url_for(page, project=slug, photograph=photograph.id, walk=walked, _anchor="voice")


@bp.route("/photographs/<int:photograph>/voice/transcript", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE, loaders.spoken)
def transcript(note: VoiceNote) -> AnyResponse | tuple[str, int]:
    """Type what is said, for those who cannot hear it and for whoever searches."""
    session = the_house().session()
    form = edit_form(session, TranscriptForm, note).for_note(note)
    if form.validate_on_submit():
        speaking.say_transcript(
            session,
            note,
            form.transcript.data or "",
            by=current_user,
            language=form.transcript_language.data,
        )
        flash(_("Kept."), "good")
        return redirect(_back(note.photograph), 303)
    about = _about(note.photograph)
    about["voice"] = replace(heard(note), transcript="")  # it stands in the form
    page = render_template("archive/transcript.html", form=form, **about)
    return page, 422 if form.errors else 200


@bp.route("/photographs/<int:photograph>/voice/remove", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE, loaders.spoken)
def remove_voice(note: VoiceNote) -> AnyResponse | str:
    """Asked once before a voice is taken away; no reason is asked."""
    photograph = note.photograph
    if request.method == "POST":
        speaking.remove_voice(the_house().session(), note, by=current_user)
        flash(_("The recording is gone from here and from every screen."), "good")
        return redirect(_back(photograph), 303)
    return render_template("archive/remove_voice.html", **_about(photograph))
