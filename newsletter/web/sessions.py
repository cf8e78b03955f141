"""Sessions are for staff. A member's page has none: it sets no cookie and is the same whatever cookie comes."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

STAFF_ONLY = ("/manage", "/inbox")


class StaffSessions(SecureCookieSessionInterface):
    """Flask's own, but nowhere else: Flask-Login's look after every request would make all pages vary by cookie."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Each page of somebody who is signed in dates the cookie anew: it ends a while after the last one."""
        return "_user_id" in session or super().should_set_cookie(app, session)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.path.startswith(STAFF_ONLY):
            super().save_session(app, session, response)
