"""Our own taxonomies: each closed list of an offer, and the few open facts for which HSDS has no field. All ids follow from ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from catalog.offer_form import OFFER_FORM
from catalog.open_data.schemas import Taxonomy, TaxonomyTerm

NAMESPACE = UUID("6f2f3c3e-5d0b-5c7a-9a51-0d7b1f3d9e42")
REFERRAL, FREE, FACTS = "verwijzing", "kosten", "gegevens"
NOT_NEEDED, NEEDED = "geen_verwijzing_nodig", "verwijzing_nodig"
GRATIS, PAID = "gratis", "kost_geld"
CHECK_AGAIN, SOURCE, WIJK, OWN_ID = "opnieuw_nakijken_op", "bron", "wijk", "wegwijs_id"


def ident(*parts: str) -> UUID:
    """The same id for the same thing, today, tomorrow and after a new installation."""
    return uuid5(NAMESPACE, "/".join(parts))


@dataclass(frozen=True)
class Term:
    """`value` is what stands in an offer."""

    value: str
    name: str
    description: str


@dataclass(frozen=True)
class Scheme:
    """A taxonomy. `path`: the field of an offer that holds its values, `many` when that is a list; empty for what is worked out."""

    slug: str
    name: str
    description: str
    terms: Mapping[str, Term]
    path: str = ""
    many: bool = False

    @property
    def id(self) -> UUID:
        return ident("taxonomy", self.slug)

    def term_id(self, value: str) -> UUID:
        return ident("taxonomy_term", self.slug, value)

    @property
    def taxonomy(self) -> Taxonomy:
        return Taxonomy(id=self.id, name=self.name, description=self.description)

    def term(self, value: str) -> TaxonomyTerm:
        term = self.terms[value]
        return TaxonomyTerm(id=self.term_id(value), name=term.name, description=term.description, taxonomy=self.name, taxonomy_id=self.id)


def _listed(path: str, about: str) -> dict[str, Term]:
    return {
        option.value: Term(option.value, option.label, about.format(option.label.lower())) for option in OFFER_FORM.fields[path].options
    }


def _terms(*terms: Term) -> dict[str, Term]:
    return {term.value: term for term in terms}


SCHEMES = (
    Scheme(
        "onderwerp", "Onderwerp", "Waar de vraag van een ouder over gaat.", _listed("topics", "Helpt bij: {}."), path="topics", many=True
    ),
    Scheme("soort_hulp", "Soort hulp", "Welke vorm het aanbod heeft.", _listed("kind", "Vorm: {}."), path="kind"),
    Scheme("voor_wie", "Voor wie", "Wie kan meedoen of bellen.", _listed("audience", "Voor: {}."), path="audience", many=True),
    Scheme("manier", "Hoe je het krijgt", "Hoe een ouder de hulp krijgt.", _listed("delivery", "Zo krijg je het: {}."), "delivery", True),
    Scheme("bereik", "Bereik", "In hoeveel gemeenten het aanbod er is.", _listed("places.scope", "Het aanbod is er: {}."), "places.scope"),
    Scheme(
        FREE,
        "Kosten",
        "Of het aanbod gratis is. Ontbreekt dit, dan is het niet bekend of verschilt het per plek.",
        _terms(Term(GRATIS, "Gratis", "Een ouder betaalt niets."), Term(PAID, "Kost geld", "Een ouder betaalt zelf een bedrag.")),
    ),
    Scheme(
        REFERRAL,
        "Verwijzing",
        "Of een ouder een verwijzing van huisarts, jeugdarts of gemeente nodig heeft.",
        _terms(
            Term(NOT_NEEDED, "Geen verwijzing nodig", "Een ouder kan zelf beginnen. De waarde zegt hoe zeker dat is."),
            Term(NEEDED, "Verwijzing nodig", "Een ouder heeft een verwijzing nodig. Wegwijs zelf heeft zulk aanbod niet."),
        ),
    ),
    Scheme(
        FACTS,
        "Andere gegevens",
        "Wat geen eigen veld heeft in HSDS. De waarde staat in `value`.",
        _terms(
            Term(OWN_ID, "Kenmerk in Wegwijs", "Het kenmerk van het aanbod in Wegwijs."),
            Term(CHECK_AGAIN, "Opnieuw nakijken op", "De dag waarop de redactie dit aanbod opnieuw nakijkt."),
            Term(SOURCE, "Bron", "Het webadres waar de redactie dit las, of ‘algemeen’ of ‘voorbeeld’."),
            Term(WIJK, "Wijk", "De wijk waarvoor het aanbod alleen is."),
        ),
    ),
)
BY_SLUG = {scheme.slug: scheme for scheme in SCHEMES}
BY_ID = {scheme.id: scheme for scheme in SCHEMES}
TERMS = {scheme.term_id(value): (scheme, value) for scheme in SCHEMES for value in scheme.terms}
