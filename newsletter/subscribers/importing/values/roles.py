"""What somebody is in their union, by the words rosters use."""

from newsletter.subscribers.importing.letters import bare
from newsletter.subscribers.roles import MemberRole

_WORDS = {
    MemberRole.LEADER: """
        leader; president; officer; executive
        dirigeant; dirigeante; président; présidente; élu; élue
        dirigente; presidente; presidenta; líder""",
    MemberRole.ORGANIZER: """
        organizer; organiser; steward; shop steward; delegate
        recruteur; recruteuse; organisateur; organisatrice; délégué; déléguée
        organizador; organizadora; delegado; delegada""",
    MemberRole.EDUCATOR: """
        educator; trainer; teacher
        éducateur; éducatrice; formateur; formatrice
        educador; educadora; formador; formadora""",
    MemberRole.MEMBER: """
        member; rank and file; worker
        membre; adhérent; adhérente
        miembro; afiliado; afiliada; socio; socia""",
    MemberRole.FRIEND: """
        friend; supporter; ally
        ami; amie; sympathisant; sympathisante
        amigo; amiga; simpatizante""",
}
_LINES = {"en": 0, "fr": 1, "es": 2}
_ROLES = {bare(word): role for role, words in _WORDS.items() for word in words.replace("\n", ";").split(";")}
_ROLES.pop("")


def role(cell: str) -> MemberRole | None:
    """The role a word means, in any of our languages."""
    return _ROLES.get(bare(cell))


def called(role: MemberRole, language: str) -> str:
    """The word for a role in a language of ours, else in English; `role` understands it whatever the language."""
    line = _LINES.get(language, 0)
    return _WORDS[role].split("\n")[1 + line].split(";")[0].strip()
