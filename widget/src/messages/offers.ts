import { webAddress } from "../address";
import { el, hidden, icon, paragraphs } from "../dom";
import { actions } from "../links";
import { texts } from "../texts.nl";
import { agesInWords, dayInWords } from "../words";
import type { Context, Renderer } from "./index";
import type { Offer, OffersMessage } from "./types";
import { notRight } from "./not-right";

const fact = (name: string, value: string): HTMLElement | null =>
  value === "" ? null : el("div", "fact", el("dt", {}, name), el("dd", {}, value));

const why = (reasons: string[]): HTMLElement | null =>
  reasons.length === 0 ? null
    : el("div", "why", el("h4", {}, texts.why), el("ul", {}, ...reasons.map((reason) => el("li", {}, icon("check"), el("span", {}, reason)))));

/** The server sends it as a file, so the page stays. */
function calendarLink({ calendarUrl, name }: Offer, base: string): HTMLElement | null {
  const href = calendarUrl.startsWith("/api/v1/") ? webAddress(`${base}${calendarUrl}`) : null;
  return href === null ? null : el("a", { class: "button", attrs: { href, download: true } }, texts.calendar, hidden(` (${name})`));
}

function card(offer: Offer, { feedback, base }: Context): HTMLElement {
  const checked = dayInWords(offer.checkedOn);
  return el("li", "card offer",
    el("div", "offer-main",
      offer.kind !== "" && el("p", "kind", texts.kinds[offer.kind] ?? offer.kind),
      el("h3", {}, offer.name),
      offer.provider !== "" && el("p", "provider", offer.provider),
      ...paragraphs(offer.summary),
      why(offer.why)),
    el("div", "offer-side",
      el("dl", "facts",
        fact(texts.when, offer.when),
        fact(texts.cost, offer.cost),
        fact(texts.place, offer.start.address || offer.place),
        fact(texts.delivery, offer.delivery.map((how) => texts.deliveries[how] ?? how).join(", ")),
        fact(texts.ages, agesInWords(offer.ageMin, offer.ageMax))),
      el("div", "start", offer.start.text !== "" && el("p", "words", el("strong", {}, texts.start), ": ", offer.start.text), actions(offer.start, offer.name, calendarLink(offer, base))),
      checked !== "" && el("p", "fine", texts.checkedOn(checked)),
      offer.id !== "" && notRight(offer, feedback)));
}

export const offers: Renderer<OffersMessage> = (message, context) => [
  ...(message.intro ? [el("div", "bubble", ...paragraphs(message.intro))] : []),
  el("ul", "offers", ...message.offers.map((offer) => card(offer, context))),
];
