/** Links from data: only web pages and phone numbers, never a script. */
import { webAddress } from "./address";
import { el, hidden, icon, type Child } from "./dom";
import { texts } from "./texts.nl";

export const hostOf = (url: string): string => new URL(url).hostname.replace(/^www\./, "");

/** `tel:` takes digits and a leading plus; "14 033" and "0800 - 2000" become dialable. */
export function phoneAddress(phone: string): string | null {
  const number = phone.replace(/\(0\)/g, "").replace(/(?!^\+)\D/g, "");
  return /^\+?\d{3,15}$/.test(number) ? `tel:${number}` : null;
}

/** Opens beside the chat, so that the conversation stays; says so to those who cannot see it happen. */
export function siteLink(url: string, className: string, ...label: Child[]): HTMLAnchorElement | null {
  const href = webAddress(url);
  return href === null ? null
    : el("a", { class: className, attrs: { href, target: "_blank", rel: "noopener noreferrer" } }, ...label, hidden(` ${texts.newTab}`));
}

export function phoneLink(phone: string, className: string, ...label: Child[]): HTMLElement {
  const href = phoneAddress(phone);
  return href === null ? el("span", className, ...label) : el("a", { class: className, attrs: { href } }, ...label);
}

const MAP = "https://www.openstreetmap.org/directions?to=";

/**
 * What one can do with an offer or a team: call, go to the site, find the way. Whom it is about is said to those who hear only the link. The map
 * belongs to no gemeente, and is asked nothing before somebody follows the link.
 */
export function actions({ phone, url, route }: { phone: string; url: string; route: string }, about: string, ...more: Child[]): HTMLElement | null {
  const call = phone !== "" && phoneLink(phone, "button button-strong", icon("phone"), texts.call(phone), hidden(` (${about})`));
  const site = url !== "" && siteLink(url, phone === "" ? "button button-strong" : "button", icon("site"), texts.toSite, hidden(` van ${about}`));
  const way = route !== "" && siteLink(`${MAP}${encodeURIComponent(route)}`, "button", texts.route, hidden(texts.routeTo(about)));
  const all = [call, site, way, ...more].filter(Boolean);
  return all.length > 0 ? el("p", "actions", ...all) : null;
}
