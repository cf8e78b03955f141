"""accounts.toml."""

from newsletter.accounts.models import Role
from newsletter.seeds.forms.form import Address, Form, Language, Slug, Words


class SampleAccount(Form):
    """Somebody who signs in, with one role in one union."""

    email: Address
    name: Words
    language: Language
    union: Slug
    role: Role


class AccountsFile(Form):
    """Sample accounts; they share one password, accounts.passwords.SAMPLE_PASSWORD."""

    accounts: tuple[SampleAccount, ...]
