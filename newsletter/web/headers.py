"""What every answer tells the browser: nothing but our own files, no framing, no address passed on to others.

Addresses of public pages hold a person's token, hence the strict Referrer-Policy; forms over https need it to be
`same-origin`, because Flask-WTF compares the referrer of a POST with the host.
"""

from flask import Flask, Response

from newsletter.web.context import settings

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; "
    "img-src 'self' https: data:; "  # a campaign's pictures stand where its editors put them
    "frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
)

OURS_ALONE = "frame-ancestors 'self'"


def framed_by(*origins: str) -> str:
    """The same for a page that these websites may show in a frame."""
    return CONTENT_SECURITY_POLICY.replace(OURS_ALONE, " ".join([OURS_ALONE, *origins]))


_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
_A_YEAR_OF_HTTPS = "max-age=31536000"


def register(app: Flask) -> None:
    """Put the headers on every answer of this app."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    """A view that set one of them knows better."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if settings().is_encrypted:
        response.headers.setdefault("Strict-Transport-Security", _A_YEAR_OF_HTTPS)
    if f"{OURS_ALONE};" not in f"{response.headers['Content-Security-Policy']};":
        del response.headers["X-Frame-Options"]  # it knows no list of websites
    response.headers.setdefault("Cache-Control", "no-store")  # also a calendar file may say who is invited
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response
