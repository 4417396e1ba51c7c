import { el, paragraphs } from "../dom";
import { actions } from "../links";
import { texts } from "../texts.nl";
import type { Renderer } from "./index";
import type { ContactMessage } from "./types";

const openWords = (open: boolean, again: string): HTMLElement =>
  el("p", open ? "open-state is-open" : "open-state", open ? texts.openNow : again === "" ? texts.closedNow : texts.opensAgain(again));

export const contact: Renderer<ContactMessage> = (message) => [
  el("section", "card contact",
    el("h3", {}, message.name),
    message.openNow !== null && openWords(message.openNow, message.opensAgain),
    ...paragraphs(message.text),
    actions(message, message.name),
    el("dl", "facts",
      message.hours.length > 0 && el("div", "fact", el("dt", {}, texts.hours), ...message.hours.map((hours) => el("dd", "words", hours))),
      message.address !== "" && el("div", "fact", el("dt", {}, texts.address), el("dd", "words", message.address)))),
];
