"""Why a cell means nothing we could keep, in words; English, to be translated by who shows them."""

from enum import StrEnum, auto

from newsletter.translations import N_


class Refusal(StrEnum):
    """Why a row is not taken in. The rest of the file is."""

    NO_ADDRESS = auto()
    SEVERAL_ADDRESSES = auto()
    BAD_ADDRESS = auto()
    TWICE = auto()
    UNKNOWN_LOCAL = auto()
    UNKNOWN_ROLE = auto()
    UNKNOWN_LANGUAGE = auto()
    UNKNOWN_COUNTRY = auto()
    UNKNOWN_REGION = auto()
    BAD_DATE = auto()
    TOO_LONG = auto()


SENTENCES = {
    Refusal.NO_ADDRESS: N_("There is no e-mail address. Add it, or leave the person out."),
    Refusal.SEVERAL_ADDRESSES: N_("There are several e-mail addresses. Leave the one the person wants mail at."),
    Refusal.BAD_ADDRESS: N_("This is not an e-mail address. Look for spaces, missing letters or a missing @."),
    Refusal.TWICE: N_("The same e-mail address stands in an earlier line of this file. Decide which line is right."),
    Refusal.UNKNOWN_LOCAL: N_("The union has no local with this number. Correct it, or add the local to the union."),
    Refusal.UNKNOWN_ROLE: N_("This role is not known. Write leader, organizer, educator, member or friend."),
    Refusal.UNKNOWN_LANGUAGE: N_("This language is not known. Write its name, or a code such as en, fr or es."),
    Refusal.UNKNOWN_COUNTRY: N_("This country is not known. Write its name, or a code such as US, CA or MX."),
    Refusal.UNKNOWN_REGION: N_(
        "This state or province is not known in the country. Write its name, or a code such as QC."
    ),
    Refusal.BAD_DATE: N_("This is not a date, or not one in the order of the others. Write it as 2024-05-31."),
    Refusal.TOO_LONG: N_("This holds more than 200 signs. Look whether several cells ran together."),
}


class NotUnderstood(ValueError):
    """A cell has no meaning we could keep."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(SENTENCES[refusal])
        self.refusal = refusal
