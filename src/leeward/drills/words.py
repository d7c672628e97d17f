"""The world's words: neutral sentences, by harm and language, and how often each harm is reported.

Shares are made up, in the rough order of magnitude that public transparency reports show: many reports name something common,
few something grave.
"""

from leeward.record.terms.subject import SubjectKind

HARMS: tuple[tuple[str, float, SubjectKind, str], ...] = (
    ("labour_exploitation.fees", 13, SubjectKind.LISTING, "jobs"),
    ("recruitment.deceptive", 16, SubjectKind.LISTING, "jobs"),
    ("labour_exploitation.documents", 4, SubjectKind.LISTING, "jobs"),
    ("labour_exploitation.debt_bondage", 3, SubjectKind.ACCOUNT, "jobs"),
    ("labour_exploitation.forced_labour", 3, SubjectKind.ACCOUNT, "jobs"),
    ("domestic_servitude", 2, SubjectKind.LISTING, "jobs"),
    ("smuggling.offer", 5, SubjectKind.CONTENT, "social"),
    ("smuggling.ask", 4, SubjectKind.CONTENT, "social"),
    ("sex_trafficking.adult", 4, SubjectKind.ACCOUNT, "social"),
    ("commercial_sexual.solicitation", 9, SubjectKind.LISTING, "ads"),
    ("commercial_sexual.third_party", 4, SubjectKind.LISTING, "ads"),
    ("intimate_images.shared", 9, SubjectKind.CONTENT, "social"),
    ("intimate_images.threatened", 5, SubjectKind.CONVERSATION, "social"),
    ("intimate_images.synthetic", 5, SubjectKind.CONTENT, "social"),
    ("sextortion.financial", 6, SubjectKind.CONVERSATION, "social"),
    ("sextortion.sexual", 2, SubjectKind.CONVERSATION, "social"),
    ("covert_imagery", 2, SubjectKind.CONTENT, "social"),
    ("unclassified", 3.6, SubjectKind.CONTENT, "social"),
    ("imminent_danger", 0.2, SubjectKind.ACCOUNT, "social"),
)
"""(harm, weight, what it is about, platform)"""

LANGUAGES: tuple[tuple[str, float], ...] = (
    ("en", 48), ("es", 20), ("pt", 11), ("fr", 8), ("de", 5), ("it", 4), ("pl", 3), ("nl", 1),
)  # fmt: skip
PLACES: dict[str, tuple[str, ...]] = {
    "en": ("US", "GB", "US", "IE"),
    "es": ("ES", "US", "MX"),
    "pt": ("PT", "BR"),
    "fr": ("FR", "BE"),
    "de": ("DE", "AT"),
    "it": ("IT",),
    "pl": ("PL",),
    "nl": ("NL", "BE"),
}

SAID: dict[str, tuple[str, ...]] = {
    "en": (
        "They ask for a processing fee before there is a contract.",
        "The advertisement promises more than such work pays anywhere.",
        "The same text stands under several names.",
        "The person writes to many people at once and asks them to talk elsewhere.",
        "Please have a look; I am the person concerned.",
        "Something about this account does not fit together.",
    ),
    "es": (
        "Piden una tarifa de trámite antes de que haya contrato.",
        "El anuncio promete más de lo que se paga por ese trabajo.",
        "El mismo texto aparece con varios nombres.",
        "Por favor, revísenlo; soy la persona afectada.",
    ),
    "pt": (
        "Pedem uma taxa antes de haver contrato.",
        "O mesmo texto aparece com vários nomes.",
        "Peço que verifiquem esta conta.",
    ),
    "fr": (
        "On demande des frais avant tout contrat.",
        "Le même texte paraît sous plusieurs noms.",
        "Merci de regarder ce compte.",
    ),
    "de": ("Vor dem Vertrag wird eine Gebühr verlangt.", "Derselbe Text steht unter mehreren Namen."),
    "it": ("Chiedono una tassa prima del contratto.", "Lo stesso testo appare sotto più nomi."),
    "pl": ("Proszą o opłatę, zanim powstanie umowa.", "Ten sam tekst widnieje pod kilkoma nazwiskami."),
    "nl": ("Ze vragen geld voordat er een contract is.", "Dezelfde tekst staat onder verschillende namen."),
}

SHOWN: dict[str, tuple[str, ...]] = {
    "en": (
        "Packers wanted for a warehouse abroad. Travel is arranged. Write for details.",
        "Work from home, weekly pay, no experience needed. Processing fee applies.",
        "Helpers for the harvest, housing included, papers are kept safe for you.",
        "A room, a ride, a new start. Ask for the price.",
        "This post is a neutral placeholder of the made-up world.",
    ),
    "es": ("Se buscan ayudantes para un almacén. El viaje está incluido.", "Texto neutro del mundo inventado."),
    "pt": ("Procuram-se ajudantes para a colheita, com alojamento.", "Texto neutro do mundo inventado."),
    "fr": ("On cherche des aides pour la récolte, logement compris.", "Texte neutre du monde inventé."),
    "de": ("Helfer für die Ernte gesucht, Unterkunft vorhanden.", "Neutraler Text der erfundenen Welt."),
    "it": ("Cercasi aiutanti per la raccolta, alloggio compreso.", "Testo neutro del mondo inventato."),
    "pl": ("Poszukiwani pomocnicy do zbiorów, z noclegiem.", "Neutralny tekst zmyślonego świata."),
    "nl": ("Hulp gevraagd voor de oogst, met onderdak.", "Neutrale tekst van de verzonnen wereld."),
}

FIRST = (
    "Amara", "Ines", "Tomas", "Leila", "Jonas", "Mira", "Paulo", "Clara", "Samir", "Elena", "Noor", "Victor", "Rosa", "Daniel",
    "Yuki", "Hanna", "Luis", "Sofia", "Ben", "Anna", "Marco", "Zofia", "Pieter", "Giulia",
)  # fmt: skip
LAST = (
    "Osei", "Duarte", "Varga", "Haddad", "Berg", "Sato", "Nunes", "Roux", "Khan", "Popescu", "Aziz", "Lindgren", "Iglesias",
    "Mensah", "Mori", "Weiss", "Prado", "Keller", "Okafor", "Rossi", "Nowak", "Visser", "Costa",
)  # fmt: skip
WHO = "Robin Hale"


def names(count: int) -> list[str]:
    """So many names, none twice (24 and 23 have no common divisor); the first is whoever tries the demo."""
    return [WHO, *(f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}" for number in range(count - 1))]
