"""An import from its file to its last row: begun, gone on with after whatever stopped it, cancelled, or foretold."""

import secrets
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.subscribers.importing.columns import Field, Mapping, is_known
from newsletter.subscribers.importing.entries import Ground, locals_by_key
from newsletter.subscribers.importing.lifecycle import ImportEvent, ImportState, after
from newsletter.subscribers.importing.reading.lines import Place
from newsletter.subscribers.importing.reading.roster import Roster, roster_of
from newsletter.subscribers.importing.rejects import append
from newsletter.subscribers.importing.seen import Seen
from newsletter.subscribers.importing.source import (
    SET_ROWS,
    RowSet,
    Source,
    dates_of,
    mapping_of,
    text_of,
    turn_away,
)
from newsletter.subscribers.importing.taking_in import Consent, foretell, take_in
from newsletter.subscribers.importing.values.dates import Order
from newsletter.subscribers.models import Basis, RosterImport
from newsletter.tokens import Signer
from newsletter.unions.models import Union
from newsletter.unions.queries import locals_of

REJECTED = "rejected"
_ROSTER, _SEEN, _REJECTS = "roster.csv", "seen.sqlite3", "rejects.csv"


@dataclass(frozen=True, slots=True)
class Ask:
    """On which ground the people of a roster may be mailed, in which words, and about what."""

    basis: Basis
    wording: str
    list_ids: tuple[int, ...]


def begin(
    session: Session,
    *,
    union: Union,
    account_id: int | None,
    file: Path,
    imports: Path,
    ask: Ask | None,
    order: Order | None,
    language: str,
    now: datetime,
) -> RosterImport:
    """Copy a file to where it can be read for as long as it takes, and look at it.

    Raises UnreadableFile or NoAddresses. `order` is how its dates are written, where the file does not tell.
    """
    folder = imports / secrets.token_hex(16)
    folder.mkdir(mode=0o700, parents=True)
    try:
        path = folder / _ROSTER
        if text_of(file, path) != path:
            shutil.copyfile(file, path)
        roster = roster_of(path, is_known)
        mapping = mapping_of(path, roster)
        order = dates_of(path, roster, mapping) or order
    except Exception:
        shutil.rmtree(folder)
        raise
    made = RosterImport(
        union_id=union.id,
        account_id=account_id,
        file_name=file.name,
        folder=folder.name,
        language=language,
        roster=roster.to_json(),
        mapping=mapping.to_json(),
        date_order=order,
        basis=ask and ask.basis,
        wording=ask and ask.wording,
        list_ids=list(ask.list_ids) if ask else [],
        position=roster.first.position,
        line=roster.first.line,
        counts={},
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made


def start(session: Session, *, roster_import: RosterImport) -> None:
    """Let it run, also again after it was cancelled or whoever ran it died. Raises ImportNotNow."""
    roster_import.state = after(roster_import.state, ImportEvent.START)
    session.flush()


def cancel(session: Session, *, roster_import: RosterImport) -> None:
    """Let it stop behind the set of rows under way. Raises ImportNotNow."""
    roster_import.state = after(roster_import.state, ImportEvent.CANCEL)
    session.flush()


def advance(
    session: Session, *, roster_import_id: int, imports: Path, signer: Signer, now: datetime, size: int = SET_ROWS
) -> bool:
    """Take in the next rows, and tell whether there may be more. Who calls commits: rows and position are one.

    The row is locked, so two that run the same import take turns and repeat nothing.
    """
    work = session.get_one(RosterImport, roster_import_id, with_for_update=True, populate_existing=True)
    if work.state is not ImportState.RUNNING:
        return False
    source, folder = _source(session, work, imports), imports / work.folder
    found = next(source.sets(Place(work.position, work.line), size=size), None)
    if found is None:
        _finish(session, work, now)
        return False
    with Seen(folder / _SEEN) as seen:
        turn_away(found, seen.again(found.entries), place=source.mapping.fields[Field.EMAIL])
    outcomes = take_in(
        session, union=work.union, entries=found.entries, consent=_consent(work), signer=signer, now=now
    )
    if found.unwanted:
        work.rejects_bytes = append(
            folder / _REJECTS,
            size_bytes=work.rejects_bytes,
            names=source.roster.header.names,
            unwanted=found.unwanted,
            language=work.language,
        )
    work.counts = dict(Counter(work.counts) + _counted(outcomes.values(), found))
    work.position, work.line = found.place.position, found.place.line
    session.flush()
    return True


def foretold(session: Session, *, roster_import: RosterImport, imports: Path, signer: Signer) -> dict[str, int]:
    """How many rows would have which outcome, or be rejected, if it ran now. Nothing is changed."""
    source, counts = _source(session, roster_import, imports), Counter[str]()
    with TemporaryDirectory(dir=imports / roster_import.folder) as scratch, Seen(Path(scratch) / _SEEN) as seen:
        for found in source.sets():
            turn_away(found, seen.again(found.entries), place=source.mapping.fields[Field.EMAIL])
            outcomes = foretell(
                session,
                union=roster_import.union,
                entries=found.entries,
                consent=_consent(roster_import),
                signer=signer,
            )
            counts += _counted(outcomes.values(), found)
    return dict(counts)


def forget_roster(roster_import: RosterImport, imports: Path) -> None:
    """Delete the copy of a file that is in. Only behind the commit: until then it may be read again."""
    if roster_import.state is ImportState.DONE:
        for name in (_ROSTER, _SEEN):
            (imports / roster_import.folder / name).unlink(missing_ok=True)


def rejects_of(roster_import: RosterImport, imports: Path) -> Path | None:
    """The file of what stayed out, if anything did."""
    return imports / roster_import.folder / _REJECTS if roster_import.rejects_bytes else None


def _counted(outcomes: Iterable[str], found: RowSet) -> Counter[str]:
    counts = Counter(str(one) for one in outcomes)
    counts[REJECTED] = len(found.unwanted)
    return counts


def _source(session: Session, work: RosterImport, imports: Path) -> Source:
    ground = Ground(
        locals=locals_by_key((one.number, one.id) for one in locals_of(session, work.union_id)),
        languages=tuple(work.union.languages),
        countries=tuple(work.union.countries),
        order=Order(work.date_order) if work.date_order else None,
        today=_day(work.made_at),
    )
    path = imports / work.folder / _ROSTER
    return Source(path, Roster.from_json(work.roster), Mapping.from_json(work.mapping), ground)


def _day(moment: datetime) -> date:
    """Of the beginning, also when it goes on days later: a row means the same however often it is read."""
    return moment.date()


def _consent(work: RosterImport) -> Consent | None:
    return Consent(work.basis, tuple(work.list_ids), f"/imports/{work.id}") if work.basis else None


def _finish(session: Session, work: RosterImport, now: datetime) -> None:
    work.state, work.ended_at = after(work.state, ImportEvent.FINISH), now
    record(
        session,
        verb="import.done",
        subject_id=work.id,
        union_id=work.union_id,
        account_id=work.account_id,
        now=now,
        **work.counts,
    )
    session.flush()
