"""Every table, brought together for migrations and tests."""

from photovoice import audit, removals
from photovoice.accounts import models as accounts
from photovoice.archive import models as archive
from photovoice.backup import models as backup
from photovoice.consent import models as consent
from photovoice.db import Base
from photovoice.exhibition import models as exhibition
from photovoice.gallery import models as gallery
from photovoice.jobs import models as jobs
from photovoice.phone import models as phone
from photovoice.printing import models as printing
from photovoice.projects import models as projects
from photovoice.storage import models as storage
from photovoice.workshop import models as workshop

__all__ = [
    "Base",
    "accounts",
    "archive",
    "audit",
    "backup",
    "consent",
    "exhibition",
    "gallery",
    "jobs",
    "phone",
    "printing",
    "projects",
    "removals",
    "storage",
    "workshop",
]
