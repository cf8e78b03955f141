"""Sample accounts."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.accounts.passwords import SAMPLE_PASSWORD, hash_password
from newsletter.accounts.services import give_role, open_account
from newsletter.seeds.forms import AccountsFile
from newsletter.seeds.planting.ground import Ground


def plant_accounts(session: Session, form: AccountsFile, *, ground: Ground, now: datetime) -> None:
    """Open every sample account with its one role."""
    password_hash = hash_password(SAMPLE_PASSWORD)
    for one in form.accounts:
        account = open_account(
            session, email=one.email, name=one.name, language=one.language, password_hash=password_hash, now=now
        )
        give_role(session, account=account, union_id=ground.unions[one.union], role=one.role)
