"""The domains a union mails from: which records to publish, what DNS says of them, and what mail is signed with."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from newsletter.accounts.models import Role
from newsletter.domains import queries, telling
from newsletter.domains.dns import ask
from newsletter.domains.models import DkimKey, SendingDomain
from newsletter.domains.phases import Phase, Standing
from newsletter.domains.records import Finding
from newsletter.domains.services.adding import AlreadyThere, BadDomain, add, domain_name, remove
from newsletter.domains.services.checking import hosts, note
from newsletter.domains.services.rotating import NotInDns, activate, rotate
from newsletter.mail.address import Address
from newsletter.mail.dkim import Algorithm
from newsletter.unions.queries import default_sender
from newsletter.web.context import now, resolver, session, vault, work
from newsletter.web.limits import connection, limiter
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import LineField, StaffForm, Written, sent
from newsletter.web.manage.frame import show

LOOK_UPS = "10 per minute; 60 per hour"
"""Each asks DNS for half a dozen names, and somebody waits for the answers."""

TONES = {Standing.WAITING: "warn", Standing.ACTIVE: "good", Standing.ROTATING: "info", Standing.BROKEN: "bad"}

FINDING_TONES = {
    Finding.RIGHT: "good",
    Finding.LAX: "warn",
    Finding.MISSING: "bad",
    Finding.OTHER: "bad",
    Finding.SEVERAL: "bad",
    Finding.SILENT: "warn",
}

ALGORITHMS = {Algorithm.RSA: "RSA", Algorithm.ED25519: "Ed25519"}
"""As people of the trade call them."""

_IN_DNS = (Phase.WAITING, Phase.ACTIVE, Phase.RESTING)


class DomainForm(StaffForm):
    """Which domain."""

    name = LineField(lazy_gettext("Domain"), [Written()])


def _account() -> str:
    return str(current_user.get_id() or connection())


@blueprint.route("/<union>/settings/domains", methods=["GET", "POST"])
@allowed(Role.OWNER)
def domains() -> ResponseReturnValue:
    """All of them, and a place to add one."""
    union, form = desk().union, DomainForm()
    if form.validate_on_submit() and _added(form):
        flash(gettext("Two keys were made. Now publish their records."), "good")
        return redirect(url_for(".domains"))
    found = queries.of_union(session(), union.id)
    if not sent():
        sender = Address.parse(default_sender(session(), union.id).address)
        form.name.data = "" if any(one.name == sender.domain for one in found) else sender.domain
    return show(
        "domains",
        form=form,
        domains=found,
        telling=telling,
        algorithms=ALGORITHMS,
        tones=TONES,
        finding_tones=FINDING_TONES,
        published=_published,
        retired=_retired,
        may_activate=_may_activate,
        may_rotate=_may_rotate,
        never_signed=_never_signed,
    ), (422 if form.errors else 200)


@blueprint.post("/<union>/settings/domains/<int:domain_id>/check")
@limiter.limit(LOOK_UPS, key_func=_account)
@allowed(Role.OWNER)
def check_domain(domain_id: int) -> ResponseReturnValue:
    """Ask DNS; the transaction that let us in is over before, as DNS may be slow."""
    union_id = desk().union.id
    names = hosts(queries.own_domain(session(), union_id=union_id, domain_id=domain_id))
    session().rollback()
    answers = ask(resolver(), names)
    with work() as going:
        domain = queries.own_domain(going.session, union_id=union_id, domain_id=domain_id)
        note(going.session, domain=domain, answers=answers, now=now())
    return redirect(url_for(".domains"))


@blueprint.post("/<union>/settings/domains/<int:domain_id>/activate")
@allowed(Role.OWNER)
def activate_domain(domain_id: int) -> ResponseReturnValue:
    """Sign with what DNS showed."""
    try:
        with work() as going:
            activate(going.session, domain=_own(domain_id), account_id=desk().account.id, now=now())
    except NotInDns:
        flash(gettext("DNS does not show both keys yet, so mail is not signed with them."), "warn")
    else:
        flash(gettext("Mail is signed with these keys from now on."), "good")
    return redirect(url_for(".domains"))


@blueprint.post("/<union>/settings/domains/<int:domain_id>/rotate")
@allowed(Role.OWNER)
def rotate_domain(domain_id: int) -> ResponseReturnValue:
    """New keys beside the old."""
    with work() as going:
        rotate(going.session, vault(), domain=_own(domain_id), account_id=desk().account.id, now=now())
    flash(gettext("Two keys were made. Now publish their records."), "good")
    return redirect(url_for(".domains"))


@blueprint.post("/<union>/settings/domains/<int:domain_id>/remove")
@allowed(Role.OWNER)
def remove_domain(domain_id: int) -> ResponseReturnValue:
    """For a name that was mistyped."""
    with work() as going:
        remove(going.session, domain=_own(domain_id), account_id=desk().account.id, now=now())
    return redirect(url_for(".domains"))


def _own(domain_id: int) -> SendingDomain:
    return queries.own_domain(session(), union_id=desk().union.id, domain_id=domain_id)


def _added(form: DomainForm) -> bool:
    here = desk()
    try:
        with work() as going:
            add(
                going.session,
                vault(),
                union_id=here.union.id,
                name=domain_name(form.name.data or ""),
                account_id=here.account.id,
                now=now(),
            )
    except BadDomain:
        form.refuse("name", gettext("Write what stands behind the @ of a sender, such as union.example."))
    except AlreadyThere:
        form.refuse("name", gettext("This domain is there already."))
    else:
        return True
    return False


def _published(domain: SendingDomain) -> list[DkimKey]:
    """Keys whose records should be in DNS."""
    return domain.keys_in(*_IN_DNS)


def _retired(domain: SendingDomain) -> list[DkimKey]:
    """The last pair whose records may go; earlier ones are long gone."""
    return domain.keys_in(Phase.RETIRED)[-len(Algorithm) :]


def _may_activate(domain: SendingDomain) -> bool:
    waiting = domain.keys_in(Phase.WAITING)
    return bool(waiting) and all(key.found is Finding.RIGHT for key in waiting)


def _may_rotate(domain: SendingDomain) -> bool:
    return not domain.keys_in(Phase.WAITING)


def _never_signed(domain: SendingDomain) -> bool:
    return len(domain.keys_in(Phase.WAITING)) == len(domain.keys)
