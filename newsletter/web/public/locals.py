"""A local by what somebody typed."""

from collections.abc import Sequence

from newsletter.unions.models import Local


def called(typed: str, among: Sequence[Local]) -> Local | None:
    """People write `506`, `#506`, `Local 506`, `UE Local 506`."""
    whole = typed.casefold().strip()
    spellings = {whole, whole.split()[-1].lstrip("#") if whole else ""}
    return next((one for one in among if one.number.casefold() in spellings), None)
