"""Signing in and out, by Flask-Security on our own accounts.

Whoever types a wrong address and whoever types a wrong password get the same answer after the same time. Roles are
ours, per union (see newsletter.accounts.scope); of Flask-Security we use the password and the session.
"""

from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, Flask, Request, abort, request
from flask_babel import gettext, lazy_gettext
from flask_login import current_user, user_logged_out
from flask_security import LoginForm, RoleMixin, Security, UserDatastore, UserMixin
from sqlalchemy import func, select
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from newsletter.accounts.models import Account
from newsletter.accounts.passwords import SAMPLE_PASSWORD
from newsletter.accounts.services import end_sessions
from newsletter.settings import Environment
from newsletter.unions.queries import alliance
from newsletter.web.context import db, session, settings, signer
from newsletter.web.guards import public
from newsletter.web.languages import page_language
from newsletter.web.limits import limiter
from newsletter.web.masthead import Masthead

SIGNED_IN_FOR = timedelta(hours=12)
"""Since the last page: a working day, and nobody's evening."""

SIGN_IN_PER_CONNECTION = "20 per minute; 100 per hour"
SIGN_IN_PER_ACCOUNT = "10 per minute; 30 per hour"
"""Guessing one account's password from many places is no quicker than from one."""


class SignedIn(UserMixin, Account):
    """An account as Flask-Security handles it: the same row, with the methods it asks for."""

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]
        """None of the kind Flask-Security knows."""
        return []


class Accounts(UserDatastore):
    """Finds accounts in this request's own session."""

    def __init__(self) -> None:
        super().__init__(SignedIn, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> SignedIn | None:  # noqa: ANN401, FBT001, FBT002, ARG002 (Flask-Security's signature)
        """The account with this one attribute; addresses are found in any case."""
        ((name, value),) = kwargs.items()
        column = getattr(SignedIn, name)
        if name == "email":
            # Signing in only reads: while a password is tried, which takes its time, SQLite's one writer goes on.
            return db.session.scalar(select(SignedIn).where(func.lower(column) == value.lower()))
        return session().scalar(select(SignedIn).where(column == value))

    def put(self, model: SignedIn) -> SignedIn:
        """A better hash of the same password, after signing in."""
        session().add(model)
        return model

    def commit(self) -> None:
        session().commit()


class SignInForm(LoginForm):
    """Address and password in our own words."""

    email = EmailField(lazy_gettext("Your e-mail address"), [InputRequired()])
    password = PasswordField(lazy_gettext("Password"), [InputRequired()])
    remember = None  # offices share computers

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 (WTForms' signature)
        """One sentence for everything that can be wrong, so that nobody learns who has an account."""
        if super().validate(**kwargs) and not self._is_everybodys():
            return True
        if self.email.data and self.password.data:
            self.email.errors, self.password.errors = [], []
            self.form_errors = [gettext("This address and password do not belong together. Please try again.")]
        return False

    def _is_everybodys(self) -> bool:
        """The sample accounts' password can be read in our code."""
        return settings().environment is Environment.PRODUCTION and self.password.data == SAMPLE_PASSWORD


def current_account() -> Account | None:
    """Who is signed in."""
    return current_user if current_user.is_authenticated else None


def register(app: Flask) -> None:
    """Let staff sign in to this app."""
    app.config.update(
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # no page that asks for the password again
        SECURITY_LOGIN_URL="/manage/sign-in",
        SECURITY_LOGIN_USER_TEMPLATE="manage/sign_in.html",
        SECURITY_LOGOUT_CSRF=True,
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_LOGOUT_URL="/manage/sign-out",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of a method)
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_POST_LOGIN_VIEW="/manage/",
        SECURITY_POST_LOGOUT_VIEW="/manage/sign-in",
        SECURITY_STATIC_FOLDER=None,
    )
    security = Security(app, Accounts(), login_form=SignInForm)
    security.want_json(_never)
    security.login_context_processor(_masthead)
    for endpoint in ("security.login", "security.logout"):
        public(app.view_functions[endpoint])
    user_logged_out.connect(_sign_out_everywhere, app)
    _limit(app)
    app.before_request(_forms_only)


def _sign_out_everywhere(_app: Flask, user: SignedIn) -> None:
    """The cookie is the whole session, so whoever copied it would stay in when its owner has left."""
    if user.is_authenticated:
        end_sessions(session(), account=user)
        session().commit()


def _forms_only() -> None:
    """FlaskForm reads JSON, too, past whatever looks into the form: such as the limit on guessing a password."""
    if request.is_json and request.path.startswith("/manage/"):
        abort(400)


def _masthead() -> dict[str, object]:
    whole = alliance(session())
    return {"masthead": Masthead.of(whole, whole, page_language())}


def _limit(app: Flask) -> None:
    """On the blueprint: a limit on the view would count only what CSRF protection let through."""
    blueprint = cast("Blueprint", app.blueprints["security"])
    limiter.limit(SIGN_IN_PER_CONNECTION, methods=["POST"])(blueprint)
    limiter.limit(SIGN_IN_PER_ACCOUNT, methods=["POST"], key_func=_asked_for, exempt_when=_is_sign_out)(blueprint)


def _asked_for() -> str:
    return signer().address_hash(request.form.get("email", "").strip().lower())


def _is_sign_out() -> bool:
    return "email" not in request.form


def _never(_request: Request) -> bool:
    return False
