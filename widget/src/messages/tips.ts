import { el } from "../dom";
import { webAddress } from "../address";
import { hostOf, siteLink } from "../links";
import { texts } from "../texts.nl";
import type { Renderer } from "./index";
import type { Source, Tip, TipsMessage } from "./types";

function sourceLine({ label, url, common }: Source): HTMLElement | string {
  if (common) return texts.sourceCommon;
  const address = webAddress(url);
  return address === null ? `${texts.source} ${label || url}` : el("span", {}, `${texts.source} `, siteLink(address, "link", label || hostOf(address)));
}

/** Each with where it comes from. */
export const sourced = (items: readonly Tip[]): HTMLElement[] => items.map(({ text, source }) =>
  el("li", {}, el("p", { class: "words", attrs: { dir: "auto" } }, text), source && el("p", "fine", sourceLine(source))));

export const tips: Renderer<TipsMessage> = ({ title, items }) => [
  el("section", "card tips",
    title !== "" && el("h3", {}, title),
    el("ul", "tip-list", ...sourced(items))),
];
