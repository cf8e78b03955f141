"""HTTP and nothing else: what people and their mail programs ask for, and what they get."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from newsletter.settings import Settings
from newsletter.web import context, errors, headers, languages, limits, look, manage, public, request_ids, security
from newsletter.web.sessions import StaffSessions

LARGEST_FORM_BYTES = 1024 * 1024
"""Also for who is not signed in; a view that takes files says how large they may be."""


def register(app: Flask, site: context.Site) -> None:
    """Make this app answer for an installation."""
    _configure(app, site.settings)
    if behind := site.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=behind, x_proto=behind, x_host=behind)  # type: ignore[method-assign]
    app.session_interface = StaffSessions()
    request_ids.register(app)
    context.register(app, site)
    languages.register(app)
    headers.register(app)
    errors.register(app)
    limits.register(app, site.redis_url)
    look.register(app)
    csrf = CSRFProtect(app)
    csrf.exempt(public.blueprint)  # why it may be is told in newsletter/web/public/__init__.py
    app.register_blueprint(public.blueprint)
    security.register(app)
    manage.register(app)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.previous_secret_keys),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="newsletter",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_encrypted,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # they are addresses, and errors are logged
            "pool_pre_ping": True,  # a database that was restarted costs nobody an answer: one-click is posted once
        },
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a draft stays open over lunch
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
