"""Jobs that write what a union takes out."""

from functools import partial

from newsletter.exporting.services.writing import Office
from newsletter.exporting.services.writing import write_export as write
from newsletter.exporting.snapshots import snapshot
from workers.runtime import runtime, stopping


def write_export(*, export_id: int) -> None:
    """Write one export; the page of it follows."""
    here = runtime()
    office = Office(
        here.sessions, partial(snapshot, here.open_session), here.settings.home, here.post, stopping.is_set
    )
    write(office, export_id=export_id)
