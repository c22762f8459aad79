"""Work that failed, on the page of the project's record."""

import pytest

from photovoice.db import now
from photovoice.jobs.models import Job, JobState
from photovoice.projects.unfinished import WORK
from tests.addresses import at_project as at


@pytest.fixture
def failed(session):
    """A job that was set aside."""
    job = Job(name="exhibition.publish", payload={"edition": 7}, state=JobState.FAILED)
    job.ended_at, job.trouble, job.attempts = now(), "Traceback: /srv/secret", 5
    session.add(job)
    session.flush()
    return job


def test_every_kind_of_work_has_a_name_for_people(house):
    assert set(house.handlers) == set(WORK)


def test_a_steward_sees_what_failed_in_plain_words_and_has_it_tried_again(
    make, sign_in, session, failed
):
    client, address = sign_in(make.steward()), at(make.the_project, "record")
    page = client.get(address).text
    assert "Work that failed" in page and "Making an edition of an exhibition" in page
    assert "Traceback" not in page and "exhibition.publish" not in page
    answer = client.post(f"{address}/work/{failed.id}/again", follow_redirects=True)
    assert "It is being tried again." in answer.text and "Work that failed" not in answer.text
    session.refresh(failed)
    assert (failed.state, failed.attempts, failed.ended_at) == (JobState.WAITING, 0, None)


def test_work_that_did_not_fail_is_not_tried_again(make, sign_in, session):
    session.add(job := Job(name="archive.develop", payload={}, state=JobState.DONE))
    session.flush()
    address = at(make.the_project, f"record/work/{job.id}/again")
    assert sign_in(make.steward()).post(address).status_code == 404
