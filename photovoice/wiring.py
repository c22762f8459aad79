"""Where the parts meet: pages, jobs and events of every domain, connected once."""

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice import audit, health, removals, used
from photovoice.accounts import views as accounts_views
from photovoice.archive import developing
from photovoice.archive import events as archive_events
from photovoice.archive import jobs as archive_jobs
from photovoice.archive import showing as archive_showing
from photovoice.archive import views as archive_views
from photovoice.archive.darkroom import Darkroom
from photovoice.backup import taken_back
from photovoice.backup import views as backup_views
from photovoice.config import Config
from photovoice.consent import events as consent_events
from photovoice.consent import gate as consent_gate
from photovoice.consent import keeping
from photovoice.consent import limits as consent_limits
from photovoice.consent import panel as consent_panel
from photovoice.consent import waiting as consent_waiting
from photovoice.exhibition import jobs as exhibition_jobs
from photovoice.exhibition import queries as exhibition_queries
from photovoice.exhibition import recall
from photovoice.exhibition import removable as exhibition_removable
from photovoice.exhibition import views as exhibition_views
from photovoice.exhibition import waiting as exhibition_waiting
from photovoice.gallery import book as gallery_book
from photovoice.gallery import pages, sign
from photovoice.gallery import queries as gallery_queries
from photovoice.gallery import views as gallery_views
from photovoice.house import House, the_house
from photovoice.jobs import operations as jobs
from photovoice.permissions import Permission, allows
from photovoice.phone import installing as phone_installing
from photovoice.phone import jobs as phone_jobs
from photovoice.phone import views as phone_views
from photovoice.printing import access_cards, terms
from photovoice.printing import jobs as printing_jobs
from photovoice.printing import removable as printing_removable
from photovoice.printing import views as printing_views
from photovoice.projects import address_page, sign_in_warnings, unfinished
from photovoice.projects import events as projects_events
from photovoice.projects import queries as projects_queries
from photovoice.projects import removable as projects_removable
from photovoice.projects import views as projects_views
from photovoice.search import index_from_url
from photovoice.storage import deletions, identity, sweeping
from photovoice.workshop import events as workshop_events
from photovoice.workshop import finding as workshop_finding
from photovoice.workshop import jobs as workshop_jobs
from photovoice.workshop import operations as workshop_operations
from photovoice.workshop import removable as workshop_removable
from photovoice.workshop import showing as workshop_showing

BLUEPRINTS = (
    accounts_views.bp,
    projects_views.bp,
    archive_views.bp,
    consent_limits.bp,
    phone_installing.bp,
    phone_views.bp,
    workshop_finding.bp,
    exhibition_views.bp,
    gallery_book.bp,
    gallery_views.bp,
    printing_views.bp,
    backup_views.bp,
    health.bp,
)
"""The pages of every domain, in the order of the line."""


def build(config: Config) -> House:
    """The parts of one installation."""
    return House(
        config,
        make_darkroom=lambda: Darkroom(config.darkroom_workers, largest=config.largest_picture),
        make_index=lambda house: index_from_url(
            config.search_url, config.home, house.database.engine
        ),
    )


def connect(app: Flask, house: House) -> None:
    """Register pages, say who does which job, and let the right hear from the left."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    house.handlers |= {
        "archive.develop": archive_jobs.develop,
        "exhibition.publish": exhibition_jobs.publish,
        "exhibition.clear_away": exhibition_jobs.clear_away,
        "printing.postcards": printing_jobs.postcards,
        deletions.REMOVE: deletions.remove,
        taken_back.TELL: taken_back.tell,
        workshop_jobs.UPDATE: workshop_jobs.update,
    }
    house.given_up |= {
        "archive.develop": archive_jobs.given_up,
        "exhibition.publish": exhibition_jobs.given_up,
        "printing.postcards": printing_jobs.given_up,
    }
    house.tried_again |= {
        "archive.develop": archive_jobs.tried_again,
        "exhibition.publish": exhibition_jobs.tried_again,
        "printing.postcards": printing_jobs.tried_again,
    }
    house.chores += [recall.close_expired, phone_jobs.tidy, identity.mark, jobs.forget_old]
    house.tidying += [archive_jobs.tidy, printing_jobs.tidy, sweeping.tidy]
    house.chores.append(taken_back.tell)
    house.stored |= dict.fromkeys(developing.KEPT_UNDER, developing.named)
    house.stored[terms.KEPT_UNDER] = terms.still_needed
    house.given |= {"originals/": developing.originals, "voices/": developing.voices}
    folder = house.config.exhibitions_folder
    house.remarks.append(lambda session: exhibition_queries.missing_folders(session, folder))
    house.gate = consent_gate.standings
    house.waiting.append(consent_waiting.waiting)
    house.waiting.append(backup_views.what_waits)
    house.photograph_panels += [consent_panel.panel, workshop_showing.panel]
    house.where_used += [used.on_screens, used.carried_off, used.on_paper]
    house.waiting += [address_page.waiting, exhibition_waiting.closed, unfinished.what_waits]
    house.waiting.append(exhibition_waiting.corrections)
    house.where_shown = exhibition_queries.where_shown
    house.counts = used.counts
    house.waiting += [sign_in_warnings.warnings, keeping.what_waits]
    house.chores.append(keeping.see_to_ended_projects)
    house.newest = archive_showing.newest

    projects_events.started.connect(workshop_operations.give_guides)
    projects_events.readdressed.connect(recall.follow_address)
    projects_events.renamed.connect(recall.recheck_project)
    workshop_events.struck.connect(recall.recheck_project)
    archive_events.covered.connect(recall.recheck)
    archive_events.silenced.connect(recall.recheck)
    archive_events.words_taken_back.connect(recall.recheck)
    consent_events.changed.connect(recall.recheck)
    audit.recorded.connect(taken_back.ask_to_tell)
    for events in (archive_events, consent_events, workshop_events):
        events.changed.connect(workshop_jobs.ask_for_update)

    for removable in (
        projects_removable,
        workshop_removable,
        exhibition_removable,
        printing_removable,
    ):
        house.removable |= removable.KINDS
    house.chores.append(removals.erase_old)

    house.render_edition = pages.render
    house.responses = gallery_queries.shown_in_editions
    exhibitions = house.config.exhibitions_folder
    house.put_up_sign = lambda slug, words: sign.put_up(exhibitions / slug, words)
    house.card_sheet = access_cards.sheet
    house.whom_to_ask = projects_queries.help_for
    house.on_show = lambda: sign.on_show(exhibitions)


def outbox_name() -> str:
    """What phones call whoever is signed in; nothing where nobody is."""
    if not (current_user and current_user.is_authenticated):
        return ""
    return phone_views.who_sends(current_user, the_house().config)


def project_nav(project: Any) -> list[tuple[str, str, bool]]:
    """The rooms of a project the person may enter: (name, address, whether they are in it)."""
    if project is None:
        return []
    rooms = [
        (_("Photographs"), "archive.sheet", Permission.BROWSE),
        (_("Workshop"), "workshop.sessions", Permission.BROWSE),
        (_("Themes"), "workshop.themes", Permission.BROWSE),
        (_("Selection"), "workshop.selection", Permission.BROWSE),
        (_("Exhibitions"), "exhibition.exhibitions", Permission.CURATE),
        (_("People"), "projects.people", Permission.STEWARD),
    ]
    return [
        (name, url_for(endpoint, project=project.slug), request.endpoint == endpoint)
        for name, endpoint, permission in rooms
        if allows(current_user, permission, project)
    ]
