import { button, el, hidden, icon } from "../dom";
import { texts } from "../texts.nl";

export interface HeaderActions { exit: () => void; close: (() => void) | null }

export function createHeader(titleId: string, { exit, close }: HeaderActions): HTMLElement {
  return el("header", "header",
    el("span", "mark", icon("signpost")),
    el("div", "who",
      el("h2", { attrs: { id: titleId } }, texts.title),
      el("p", "intro", texts.intro)),
    el("div", "header-buttons",
      button(icon("exit"), "exit", exit, el("span", {}, texts.exit)),
      close && button(icon("close"), "close", close, hidden(texts.close))));
}
