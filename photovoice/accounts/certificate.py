"""The house's own certificate, offered to phones that are to trust it."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts.views import bp
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.serving import certificates


def _kept() -> certificates.Certificates:
    return certificates.kept_in(the_house().config.home)


@bp.get("/certificate")
@requires(Permission.PUBLIC)
def certificate():
    """What to do so that a phone knows this computer, and how to see that it is the right one."""
    return render_template("accounts/certificate.html", fingerprint=_kept().fingerprint())


@bp.get("/certificate/photovoice.crt")
@requires(Permission.PUBLIC)
def certificate_file() -> AnyResponse:
    """The certificate itself, in the form and by the name phones know it by."""
    made = _kept().to_hand_out()
    if made is None:
        return redirect(url_for(".certificate"))
    return Response(made, mimetype=certificates.MEDIA_TYPE)
