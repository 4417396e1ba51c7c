// One example of every message type of DESIGN.md §6, in the words that a parent could see. Lines and tips are examples.
export const greeting = [
  { type: "text", text: "Hoi! Waar loop je thuis tegenaan?\nTyp het in je eigen woorden, of kies een knop." },
  { type: "choices", text: "", choices: [
    { id: "slapen", label: "Slapen" }, { id: "niet_luisteren", label: "Niet luisteren" }, { id: "gamen_scherm", label: "Gamen en schermtijd" },
    { id: "puberteit", label: "Omgaan met een puber" }, { id: "wil_mens_spreken", label: "Ik wil iemand spreken" },
  ] },
];

const offers = [
  { id: "slaapcursus", name: "Rustig slapen (voorbeeld)", kind: "training", provider: "Voorbeeldbureau Opvoeden", summary: "In 3 avonden leer je met andere ouders hoe je van slapen weer een rustig moment maakt. Je krijgt oefeningen mee naar huis.", why: ["Het gaat over slapen", "Voor kinderen van 3 jaar", "In Voorbeeldstad, dicht bij de wijk Noord"], cost: "Gratis", place: "Buurthuis De Linde, Voorbeeldstad", delivery: ["in_de_buurt"], ageMin: 1, ageMax: 6, start: { text: "Meld je aan op de site. Je hebt geen verwijzing nodig.", url: "https://voorbeeld.example/slapen", phone: "033 - 000 00 01" }, checkedOn: "2026-11-22" },
  { id: "inloop", name: "Inloopspreekuur opvoeden (voorbeeld)", kind: "inloop_spreekuur", provider: "Centrum voor Jeugd en Gezin Voorbeeldstad", summary: "Loop binnen met elke vraag over je kind. Een opvoedadviseur denkt met je mee.", why: ["Je kunt deze week al terecht"], cost: "Gratis", place: "Bibliotheek Centrum", delivery: ["in_de_buurt"], ageMin: 0, ageMax: 18, start: { text: "Kom woensdag tussen 9.00 en 11.00 uur." }, checkedOn: "2026-10-03" },
  { id: "app", name: "Slaapdagboek (voorbeeld)", kind: "ehealth", provider: "Voorbeeld Online", summary: "Een app waarin je een week bijhoudt hoe je kind slaapt.", why: ["Het gaat over slapen", "Je kunt er vanavond mee beginnen"], cost: "€ 4,99 per keer", place: "", delivery: ["app", "online"], ageMin: 0.5, ageMax: 4, start: { text: "Download de app.", url: "https://voorbeeld.example/app" }, checkedOn: "2026-09-14" },
];

const tips = { type: "tips", title: "Dit helpt vaak bij slapen", items: [
  { text: "Doe elke avond hetzelfde: wassen, een boekje, een kus, licht uit. Zo weet je kind wat er komt.", source: { url: "https://www.opvoeden.nl/peuter/slapen/", title: "Opvoeden.nl" } },
  { text: "Zet schermen een uur voor bedtijd uit.", source: "https://www.thuisarts.nl/slecht-slapen" },
  { text: "Blijf rustig en kort als je kind uit bed komt.", source: "algemeen" },
] };

const contact = { type: "contact", name: "Wijkteam Voorbeeldstad", phone: "033 - 000 00 00", hours: "Maandag tot en met donderdag van 9.00 tot 17.00 uur\nVrijdag van 9.00 tot 12.30 uur", openNow: true, address: "Voorbeeldplein 1\n3800 AA Voorbeeldstad", url: "https://voorbeeld.example/wijkteam" };

const crisis = { type: "crisis", level: "acuut", category: "huiselijk_geweld", text: "Jouw veiligheid en die van je kinderen gaan nu voor. Bel 112.", steps: [{ text: "Bel 112. Ga als het kan met je kinderen naar buiten of naar de buren.", source: "https://www.rijksoverheid.nl/onderwerpen/huiselijk-geweld" }, { text: "Zeg meteen waar je bent.", source: "algemeen" }], lines: [
  { name: "Alarmnummer", phone: "112", hours: "Dag en nacht", free: true },
  { name: "Veilig Thuis", phone: "0800-2000", url: "https://veiligthuis.nl", hours: "Dag en nacht", free: true },
] };

const helped = { type: "choices", text: "Helpt dit?", choices: [{ id: "ja", label: "Ja, dank je" }, { id: "meer", label: "Laat meer zien" }, { id: "anders", label: "Nee, iets anders" }] };
const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> [klik](javascript:alert(3))";

/** What a word in the parent's message brings up. The first that matches wins. */
export const answers = [
  [/gevaar|slaat/, [crisis, { type: "choices", text: "Wil je verder praten?", choices: [{ id: "verder", label: "Ja, verder" }, { id: "wil_mens_spreken", label: "Ik wil iemand spreken" }] }]],
  [/wijkteam|iemand spreken|contact|wil_mens/, [{ type: "text", text: "Dat kan. Dit zijn de mensen bij jou in de buurt. Je mag ook bellen als het een kleine vraag is." }, contact, helped]],
  [/slaap|slapen|tip/, [{ type: "text", text: "Dat is zwaar, elke nacht wakker. Veel kinderen van 3 slapen een tijd slecht. Het gaat bijna altijd over." }, tips, { type: "offers", intro: "Dit past bij wat je vertelt. Je hebt er geen verwijzing voor nodig.", offers, more: true }, helped]],
  [/formulier/, [{ type: "form", form: "handoff", consentText: "Je vraag gaat alleen naar het wijkteam als jij dat goed vindt.", consentVersion: "1", prefill: {} }]],
  [/ontvangst/, [{ type: "receipt", reference: "WW-2026-0042", expectedWithin: "voor donderdag 17.00 uur" }]],
  [/bericht/, [{ type: "notice", text: "Een medewerker van het wijkteam leest nu mee." }]],
  [/nieuw/, [{ type: "hologram", text: "Dit is een nieuw soort bericht." }, { type: "hologram" }]],
  [/vies/, [{ type: "text", text: hostile }, { type: "tips", title: hostile, items: [{ text: hostile, source: "javascript:alert(1)" }] }, { type: "offers", intro: hostile, offers: [{ ...offers[0], name: hostile, start: { text: hostile, url: "javascript:alert(1)", phone: "06<b>1</b>" } }] }, { type: "contact", name: hostile, url: "data:text/html,x" }]],
  [/kapot/, [null, 7, { type: "offers", offers: "geen lijst" }, { type: "tips" }, { type: "crisis", lines: null, text: "Bel 112." }, {}]],
  [/english/, [{ type: "text", lang: "en", text: "You can call the team. They speak English." }]],
];
export const otherwise = [{ type: "text", text: "Vertel eens iets meer. Hoe oud is je kind?" }, { type: "choices", text: "", choices: ["0 tot 4", "4 tot 12", "12 tot 18", "Sla over"].map((label) => ({ id: `leeftijd ${label}`, label })) }];
