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

/** The two things one can do with an offer or a team: call, and go to the site. Whom it is about is said to those who hear only the link. */
export function actions({ phone, url }: { phone: string; url: string }, about: string): HTMLElement | null {
  const call = phone !== "" && phoneLink(phone, "button button-strong", icon("phone"), texts.call(phone), hidden(` (${about})`));
  const site = url !== "" && siteLink(url, phone === "" ? "button button-strong" : "button", icon("site"), texts.toSite, hidden(` van ${about}`));
  return call || site ? el("p", "actions", call, site) : null;
}
