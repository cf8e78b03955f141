"""A small alliance whose names, words and people are as awkward for mail as real ones."""

from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.events.models import Event
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import SenderIdentity, Union
from tests.factories import make_alliance, make_campaign, make_event, make_list, make_union, one_of_each, say_yes

LANGUAGES = ("en", "fr", "es")

SUBJECTS = {
    "en": "{{given_name|Friends}}: what nurses, dockers & lineworkers on both sides of the border told each other",
    "fr": "{{given_name|Camarades}} : ce que les infirmières se sont dit de part et d’autre de la frontière en été",
    "es": "{{given_name|Compañeras}}: ¿quién paga cuando te enfermas? Lo que se contaron las enfermeras",
}


@dataclass(frozen=True)
class Alliance:
    """A union, an affiliate of another, the alliance itself; a topic and an event of the alliance."""

    unions: dict[str, Union]
    topic: MailingList
    event: Event

    @classmethod
    def founded(cls, session: Session) -> Self:
        nasp, ilwu = make_alliance(session, "nasp"), make_union(session, "ilwu")
        ue, ibu = make_union(session, "ue"), make_union(session, "ibu", parent=ilwu, local="Région 37 – Vancouver")
        nasp.name = {
            "en": "North American Solidarity Project",
            "fr": "Projet de solidarité nord-américaine",
            "es": "Proyecto de Solidaridad Norteamericana",
        }
        ibu.name = {
            "en": "Inlandboatmen’s Union of the Pacific",
            "fr": "Syndicat des bateliers du Pacifique, affilié à l’ILWU",
            "es": "Sindicato de Marineros de Aguas Interiores del Pacífico",
        }
        ibu.logo_url, ibu.colour = "https://img.example/ibu.png", "#f2c230"
        sender = session.query(SenderIdentity).filter_by(union_id=ibu.id).one()
        sender.name = "Inlandboatmen’s Union, “IBU”"
        topic = make_list(session, nasp, "medicare")
        topic.name = {"en": "Medicare for All", "fr": "Santé pour toutes et tous", "es": "Salud para todas y todos"}
        return cls({"nasp": nasp, "ilwu": ilwu, "ue": ue, "ibu": ibu}, topic, make_event(session, nasp))

    def campaign(self, session: Session, *, event: Event | None = None) -> Campaign:
        """One that every union said yes to, with a block of each kind in each language."""
        campaign = make_campaign(session, self.unions["nasp"], self.topic, event=event, state=State.SENDING)
        for variant in campaign.variants:
            variant.subject = SUBJECTS[variant.language]
            variant.preheader = "Trois travailleuses, two health systems, una pregunta para {{local}}"
            variant.blocks = [one for one in one_of_each(event=self.event) if not (event and _is_said_by_event(one))]
        say_yes(session, campaign, *self.unions.values())
        return campaign


def _is_said_by_event(block: dict[str, Any]) -> bool:
    """An invitation begins with its event, which is also its title."""
    return block["kind"] == "event_card" or block.get("level") == 1
