"""A community researcher with a phone."""

import pytest

from photovoice.phone.parts import Parts
from tests.phone.phones import Phone


@pytest.fixture
def researcher(make):
    """Somebody who photographs."""
    return make.researcher(name="Pat")


@pytest.fixture
def project(make):
    """Their project."""
    return make.the_project


@pytest.fixture
def phone_of(sign_in, project):
    """``phone_of(person)`` commits what was made and gives the person a phone."""
    return lambda person: Phone(sign_in(person), project.slug)


@pytest.fixture
def phone(researcher, phone_of):
    """Their phone."""
    return phone_of(researcher)


@pytest.fixture
def parts(house):
    """Where bytes lie while they arrive."""
    return Parts(house.config.home)
