"""The postcards page: which cards, on what paper, and the files made so far."""

from flask import (
    Blueprint,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from photovoice.archive import queries as archive_queries
from photovoice.archive.rules import Sight
from photovoice.archive.showing import shown
from photovoice.audit import record
from photovoice.consent import queries as consent_queries
from photovoice.consent.rules import Use
from photovoice.db import today
from photovoice.edits import edit_form
from photovoice.exhibition import queries as exhibition_queries
from photovoice.exhibition.models import Exhibition
from photovoice.house import the_house
from photovoice.jobs import operations as jobs
from photovoice.permissions import Permission, requires
from photovoice.printing import operations, queries, rules, terms
from photovoice.printing.forms import CardForm, FileForm
from photovoice.printing.models import Postcard, PrintFile, PrintState
from photovoice.projects import addresses
from photovoice.removals import offer_undo

bp = Blueprint(
    "printing", __name__, url_prefix="/projects/<project>/exhibitions/<exhibition>/postcards"
)


@bp.get("/")
@requires(Permission.CURATE, exhibition_queries.exhibition)
def postcards(exhibition: Exhibition):
    """The series, photographs that could join it, and the files made so far."""
    files = queries.files(the_house().session(), exhibition)
    # The same printer drifts the same way, so the offset used last stands there already.
    return _postcards_page(exhibition, FileForm(formdata=None, obj=files[0] if files else None))


def _postcards_page(exhibition: Exhibition, form: FileForm, status: int = 200):
    session = the_house().session()
    cards = queries.cards(session, exhibition)
    chosen = {card.photograph_id for card in cards}
    hanging = [panel.photograph for panel in exhibition_queries.panels_of(exhibition)]
    could = [photograph for photograph in hanging if photograph.id not in chosen]
    photographs = [card.photograph for card in cards] + could
    answers = consent_queries.clearances(session, photographs, Use.PRINT, today())
    shows = {
        one.id: shown(one, Sight.BLURRED if answers[one.id].redacted else Sight.WHOLE, largest=800)
        for one in photographs
    }
    config = the_house().config
    page = render_template(
        "printing/postcards.html",
        exhibition=exhibition,
        cards=cards,
        could=could,
        answers=answers,
        shows=shows,
        files=queries.files(session, exhibition),
        sheets=operations.SHEETS,
        form=form,
        address=addresses.public_url(session, config),
        settled=addresses.is_settled(session, config),
        published=exhibition_queries.live_edition(exhibition) is not None,
    )
    return page, status


@bp.post("/")
@requires(Permission.CURATE, exhibition_queries.exhibition)
def choose(exhibition: Exhibition):
    """Add photographs to the series."""
    session = the_house().session()
    for number in request.form.getlist("photograph", type=int):
        photograph = archive_queries.photograph(session, exhibition.project.slug, number)
        if photograph is not None:
            operations.choose(session, exhibition, photograph, by=current_user)
    return redirect(_address(".postcards", exhibition), 303)


@bp.post("/<int:card>/move")
@requires(Permission.CURATE, queries.card)
def move(card: Postcard):
    """Put a card earlier or later."""
    to = request.form.get("to", type=int, default=card.position)
    operations.move(the_house().session(), card, to, by=current_user)
    return redirect(_address(".postcards", card.exhibition), 303)


@bp.post("/<int:card>/leave-out")
@requires(Permission.CURATE, queries.card)
def leave_out(card: Postcard):
    """Take a card out of the series."""
    exhibition, name = card.exhibition, card.photograph.name
    removal = operations.leave_out(the_house().session(), card, by=current_user)
    offer_undo(_("“%(name)s” is out of the series.", name=name), removal)
    return redirect(_address(".postcards", exhibition), 303)


@bp.route("/<int:card>/words", methods=["GET", "POST"])
@requires(Permission.CURATE, queries.card)
def words(card: Postcard):
    """What stands on the back of a card whose caption is too long for it."""
    session = the_house().session()
    form = edit_form(session, CardForm, card, same=card.photograph_id)
    if form.validate_on_submit():
        operations.say(session, card, form.words.data or "", by=current_user)
        return redirect(_address(".postcards", card.exhibition), 303)
    answer = consent_queries.clearances(session, [card.photograph], Use.PRINT, today())
    sight = Sight.BLURRED if answer[card.photograph_id].redacted else Sight.WHOLE
    page = render_template(
        "printing/words.html",
        card=card,
        photo=shown(card.photograph, sight),
        form=form,
        room=rules.room(card.photograph.caption_language),
    )
    return page, 422 if form.errors else 200


@bp.post("/files")
@requires(Permission.CURATE, exhibition_queries.exhibition)
def make(exhibition: Exhibition):
    """Ask for a PDF."""
    form = FileForm()
    if not form.validate():
        return _postcards_page(exhibition, form, 400)
    house = the_house()
    addresses.require_settled(house.session(), house.config)
    file = operations.ask_for_file(
        house.session(),
        exhibition,
        form.sheet.data,
        form.flip.data,
        by=current_user,
        back_offset=form.back_offset,
    )
    return redirect(_address(".file", exhibition, file=file.id), 303)


@bp.post("/calibration.pdf")
@requires(Permission.CURATE, exhibition_queries.exhibition)
def calibrate(exhibition: Exhibition):
    """A sheet for the paper chosen that tells how far front and back lie apart."""
    form = FileForm()
    if not form.validate():
        return _postcards_page(exhibition, form, 400)
    name = f"calibration-{form.paper}.pdf"
    the_house().session().commit()  # nothing to write, so nobody need wait for the drawing
    made = operations.calibration_sheet(form.paper, form.flip.data, form.back_offset)
    return send_file(made, mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.get("/files/<int:file>")
@requires(Permission.CURATE, queries.file)
def file(file: PrintFile):
    """How the making goes; afterwards, the file and what to tell the printer."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(state=file.state, done=file.progress, total=file.total)
    return render_template(
        "printing/file.html",
        file=file,
        exhibition=file.exhibition,
        sheets=operations.SHEETS,
        flips=operations.FLIPS,
        long=[card for card in _cards(file) if card.likely_too_long],
    )


@bp.post("/files/<int:file>/again")
@requires(Permission.CURATE, queries.file)
def make_again(file: PrintFile):
    """Try once more to make a file that was given up."""
    house = the_house()
    if jobs.try_again_for(house, house.session(), "printing.postcards", file=file.id):
        record(house.session(), current_user, "tried_again", file)
    exhibition = file.exhibition
    return redirect(
        url_for(".file", file=file.id, project=exhibition.project.slug, exhibition=exhibition.slug),
        303,
    )


@bp.get("/files/<int:file>.pdf")
@requires(Permission.CURATE, queries.file)
def download(file: PrintFile):
    """The PDF itself."""
    if file.state is not PrintState.READY or file.key is None:
        abort(404)
    stream = terms.opened(the_house(), the_house().session(), file)
    name = f"{file.exhibition.slug}-postcards-{file.sheet}.pdf"
    return send_file(stream, mimetype="application/pdf", as_attachment=True, download_name=name)


def _cards(file: PrintFile) -> list[Postcard]:
    return queries.cards(the_house().session(), file.exhibition)


def _address(endpoint: str, exhibition: Exhibition, **parts) -> str:
    project = exhibition.project.slug
    return url_for(endpoint, project=project, exhibition=exhibition.slug, **parts)
