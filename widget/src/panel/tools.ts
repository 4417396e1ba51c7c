import { button, el } from "../dom";
import { texts } from "../texts.nl";
import { Ask } from "./ask";

export interface ToolActions { restart: () => void; wipe: () => void }

/** What must always be in reach: begin again, and wipe. */
export class Tools {
  readonly element: HTMLElement;
  readonly ask: Ask;
  readonly #restart: HTMLButtonElement;
  readonly #wipe: HTMLButtonElement;

  constructor(actions: ToolActions, id: (name: string) => string) {
    this.ask = new Ask(id("wipe"));
    this.#restart = button(texts.restart, "tool", () => { this.ask.cancel(); actions.restart(); });
    this.#wipe = button(texts.wipe, "tool", () => {
      this.ask.put({
        text: texts.wipeAsk, yes: texts.wipeYes, no: texts.wipeNo,
        onYes: () => { this.#restart.focus(); actions.wipe(); }, onNo: () => { this.#wipe.focus(); },
      });
    });
    this.element = el("footer", "tools", this.ask.element,
      el("div", "tool-row", this.#restart, this.#wipe));
  }
}
