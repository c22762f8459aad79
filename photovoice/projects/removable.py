"""What of a project's people can be brought back after a button removed it."""

from flask_babel import lazy_gettext as _l

from photovoice.permissions import Permission
from photovoice.removals import Kind

KINDS = {"member": Kind(_l("Somebody who left"), Permission.STEWARD)}
