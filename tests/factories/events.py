"""Events."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from newsletter.events.models import Event
from newsletter.unions.models import Union
from tests.clock import NOON


def make_event(
    session: Session,
    owner: Union,
    *,
    starts_at: datetime = NOON + timedelta(days=20),
    time_zone: str = "America/New_York",
    is_public: bool = True,
    sequence: int = 0,
) -> Event:
    """A public exchange online, an hour and a half long."""
    made = Event(
        union_id=owner.id,
        title={
            "en": "Care across borders; nurses, dockers & lineworkers compare notes",
            "fr": "Soigner sans frontières : infirmières, débardeurs et monteurs de lignes échangent",
            "es": "Cuidar sin fronteras: enfermeras, estibadores y linieros comparan experiencias",
        },
        description={
            "en": "Workers tell how it is where they live.\nThen one of us sums up, with time for questions.",
            "fr": "Des travailleuses et travailleurs racontent leur réalité.\nPuis l’une de nous fait la synthèse.",
            "es": "Trabajadoras y trabajadores cuentan cómo es donde viven.\nDespués, una de nosotras resume.",
        },
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        time_zone=time_zone,
        other_zones=["America/Mexico_City", "America/St_Johns"],
        place="UE Hall, 37 South Ashland Avenue, Chicago",
        online_url="https://zoom.example/j/82345?pwd=abc,def;ghi",
        speakers=[
            {
                "name": "Zoë Tremblay",
                "union": "Unifor",
                "part": {"en": "nurse", "fr": "infirmière", "es": "enfermera"},
            },
            {"name": "", "union": "UWUA", "part": {"en": "A lineworker", "fr": "Un monteur", "es": "Un liniero"}},
        ],
        interpretation=["en", "fr", "es"],
        is_public=is_public,
        sequence=sequence,
    )
    session.add(made)
    session.flush()
    return made
