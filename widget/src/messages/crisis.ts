import { el, hidden, icon, paragraphs } from "../dom";
import { phoneLink, siteLink } from "../links";
import { texts } from "../texts.nl";
import type { Renderer } from "./index";
import { sourced } from "./tips";
import type { CrisisMessage, Line } from "./types";

function cost(free: boolean | null): string {
  if (free === null) return "";
  return free ? texts.free : texts.notFree;
}

const row = (line: Line): HTMLElement =>
  el("li", "line",
    line.phone !== "" && phoneLink(line.phone, "number", icon("phone"), hidden(`${texts.callHidden} `), line.phone),
    el("p", "line-name", line.name),
    el("p", "line-facts", [line.hours, cost(line.free)].filter((part) => part !== "").join(" · ")),
    line.url !== "" && siteLink(line.url, "link", texts.lineSite(line.name)));

/** The number comes before every word. */
export const crisis: Renderer<CrisisMessage> = (message) => [
  el("section", "card crisis",
    el("h3", "crisis-head", icon("warning"), message.level === "acuut" ? texts.crisisAcute : texts.crisis),
    el("ul", "lines", ...message.lines.map(row)),
    ...paragraphs(message.text),
    message.steps.length > 0 && el("h4", "crisis-steps", texts.crisisSteps),
    message.steps.length > 0 && el("ol", "tip-list", ...sourced(message.steps))),
];
