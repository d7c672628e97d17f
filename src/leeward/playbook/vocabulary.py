"""The words of others that a playbook maps its harms to, so that a mistyped one is found before somebody else refuses it.

Sources: DSA Transparency Database, schema v2 (StatementStoreRequest, 16 categories and 69 accepted keywords); Ozone's
lexicon ``tools.ozone.report.defs``; Palermo Protocol (2000) Art 3(a); ILO indicators of forced labour (11, the 2025
edition keeps them); Polaris typology of modern slavery (25 types).
"""


def _words(text: str, prefix: str = "") -> frozenset[str]:
    return frozenset(prefix + each for each in text.split())


DSA_CATEGORIES = _words(
    """
    ANIMAL_WELFARE CONSUMER_INFORMATION CYBER_VIOLENCE CYBER_VIOLENCE_AGAINST_WOMEN DATA_PROTECTION_AND_PRIVACY_VIOLATIONS
    ILLEGAL_OR_HARMFUL_SPEECH INTELLECTUAL_PROPERTY_INFRINGEMENTS NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS
    NOT_SPECIFIED_NOTICE OTHER_VIOLATION_TC PROTECTION_OF_MINORS RISK_FOR_PUBLIC_SECURITY SCAMS_AND_FRAUD SELF_HARM
    UNSAFE_AND_PROHIBITED_PRODUCTS VIOLENCE
    """,
    prefix="STATEMENT_CATEGORY_",
)

DSA_KEYWORDS = _words(
    """
    ADULT_SEXUAL_MATERIAL AGE_SPECIFIC_RESTRICTIONS AGE_SPECIFIC_RESTRICTIONS_MINORS ANIMAL_HARM BIOMETRIC_DATA_BREACH
    BULLYING_AGAINST_GIRLS CHILD_SEXUAL_ABUSE_MATERIAL CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE CONTENT_PROMOTING_EATING_DISORDERS
    COORDINATED_HARM COPYRIGHT_INFRINGEMENT CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT CYBER_HARASSMENT_AGAINST_WOMEN
    CYBER_INCITEMENT CYBER_STALKING CYBER_STALKING_AGAINST_WOMEN DATA_FALSIFICATION DEFAMATION DESIGN_INFRINGEMENT
    DISCRIMINATION FEMALE_GENDERED_DISINFORMATION GEOGRAPHIC_INDICATIONS_INFRINGEMENT GEOGRAPHICAL_REQUIREMENTS
    GOODS_SERVICES_NOT_PERMITTED GROOMING_SEXUAL_ENTICEMENT_MINORS HATE_SPEECH HIDDEN_ADVERTISEMENT HUMAN_EXPLOITATION
    HUMAN_TRAFFICKING ILLEGAL_ORGANIZATIONS IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS INAUTHENTIC_LISTINGS
    INAUTHENTIC_USER_REVIEWS INCITEMENT_AGAINST_WOMEN INCITEMENT_VIOLENCE_HATRED INSUFFICIENT_INFORMATION_ON_TRADERS
    LANGUAGE_REQUIREMENTS MISINFORMATION_DISINFORMATION MISLEADING_INFO_CONSUMER_RIGHTS MISLEADING_INFO_GOODS_SERVICES
    MISSING_PROCESSING_GROUND NON_CONSENSUAL_IMAGE_SHARING NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN
    NON_CONSENSUAL_MATERIAL_DEEPFAKE NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN NONCOMPLIANCE_PRICING NUDITY OTHER
    PATENT_INFRINGEMENT PHISHING PROHIBITED_PRODUCTS PYRAMID_SCHEMES RIGHT_TO_BE_FORGOTTEN RISK_ENVIRONMENTAL_DAMAGE
    RISK_PUBLIC_HEALTH SELF_MUTILATION STALKING SUICIDE TERRORIST_CONTENT TRADE_SECRET_INFRINGEMENT TRADEMARK_INFRINGEMENT
    TRAFFICKING_WOMEN_GIRLS UNLAWFUL_SALE_ANIMALS UNSAFE_CHALLENGES UNSAFE_PRODUCTS VIOLATION_EU_LAW VIOLATION_NATIONAL_LAW
    """,
    prefix="KEYWORD_",
)

OZONE_REASONS = frozenset(
    f"reason{group}{each}"
    for group, members in {
        "Violence": "AnimalWelfare Threats GraphicContent SelfHarm Glorification ExtremistContent Trafficking Other",
        "Sexual": "AbuseContent NCII Sextortion Deepfake Animal Unlabeled Other",
        "ChildSafety": "CSAM Groom MinorPrivacy Endangerment Harassment Promotion Other",
        "Harassment": "Troll Targeted HateSpeech Doxxing Other",
        "Misleading": "Bot Impersonation Spam Scam SyntheticContent Misinformation Other",
        "Rule": "SiteSecurity StolenContent ProhibitedSales BanEvasion Other",
        "Civic": "ElectoralProcess Disclosure Interference Misinformation Impersonation",
    }.items()
    for each in members.split()
)

PALERMO = frozenset(
    f"{element}:{each}"
    for element, members in {
        "act": "recruitment transportation transfer harbouring receipt",
        "means": "threat force coercion abduction fraud deception abuse_of_power abuse_of_vulnerability payment_to_controller",
        "purpose": "sexual_exploitation forced_labour slavery practices_similar_to_slavery servitude organ_removal",
    }.items()
    for each in members.split()
)

ILO_INDICATORS = _words(
    """
    abuse_of_vulnerability deception restriction_of_movement isolation physical_and_sexual_violence intimidation_and_threats
    retention_of_identity_documents withholding_of_wages debt_bondage abusive_working_and_living_conditions excessive_overtime
    """
)

POLARIS_TYPES = _words(
    """
    escort_services illicit_massage_health_and_beauty outdoor_solicitation residential domestic_work bars_strip_clubs_and_cantinas
    pornography traveling_sales_crews restaurants_and_food_service peddling_and_begging agriculture_and_animal_husbandry
    personal_sexual_servitude health_and_beauty_services construction hotels_and_hospitality landscaping illicit_activities
    arts_and_entertainment commercial_cleaning factories_and_manufacturing remote_interactive_sexual_acts carnivals
    forestry_and_logging health_care recreational_facilities
    """
)

ELEMENTS = {
    "explanation": "why it is illegal or without consent",
    "location": "where it is: addresses or identifiers",
    "identity": "who gives notice, in which capacity",
    "signature": "a physical or electronic signature",
    "good_faith": "a statement of good faith",
    "contact": "how to reach who gives notice",
    "depicted": "that an identifiable person is depicted",
    "non_consent": "that it is shared without consent",
    "declaration": "the declaration that the instrument asks for",
    "legal_basis": "the legal basis of an authority's order",
    "reasons": "an authority's reasons why the content is illegal, or the information is needed",
    "authority": "which authority it is, so that this can be checked",
    "scope": "the territory in which an order holds",
    "redress": "the redress that is open to us and to whom the order concerns",
}
"""The mandatory elements that a notice, or an authority's order, can have (FIELD 1.2; DSA Art. 9(2), 10(2))."""
