import { button, el } from "../dom";
import { loadMore } from "../load-more";
import type { MoreOutside } from "../more";
import { texts } from "../texts.nl";
import { Ask } from "./ask";

export interface ToolActions { restart: () => void; wipe: () => void; more: () => MoreOutside }

/** What must always be in reach: begin again, and wipe; and the way to what few people use. */
export class Tools {
  readonly element: HTMLElement;
  readonly ask: Ask;
  readonly #restart: HTMLButtonElement;
  readonly #wipe: HTMLButtonElement;
  readonly #more: HTMLButtonElement;
  readonly #place = el("div", { attrs: { id: "wegwijs-more", hidden: true } });
  #attempts = 0;
  #stopMore: (() => void) | null = null;
  #coming = false;
  #gone = false;

  constructor(private readonly actions: ToolActions, id: (name: string) => string) {
    this.ask = new Ask(id("wipe"));
    this.#restart = button(texts.restart, "tool", () => { this.ask.cancel(); actions.restart(); });
    this.#wipe = button(texts.wipe, "tool", () => {
      this.ask.put({
        text: texts.wipeAsk, yes: texts.wipeYes, no: texts.wipeNo,
        onYes: () => { this.#restart.focus(); actions.wipe(); }, onNo: () => { this.#wipe.focus(); },
      });
    });
    this.#more = button(texts.more, "tool", () => { void this.#toggleMore(); });
    this.#more.setAttribute("aria-expanded", "false");
    this.#more.setAttribute("aria-controls", this.#place.id);
    this.element = el("footer", "tools", this.ask.element,
      el("div", "tool-row", this.#more, this.#restart, this.#wipe), this.#place);
  }

  get isMoreOpen(): boolean {
    return !this.#place.hidden;
  }

  closeMore(): void {
    this.#show(false);
    this.#more.focus();
  }

  destroy(): void {
    this.#gone = true;
    this.#stopMore?.();
  }

  async #toggleMore(): Promise<void> {
    this.#show(this.#place.hidden);
    this.#reveal();
    if (this.#place.hidden || this.#coming || this.#stopMore) return;
    this.#coming = true;
    try {
      const { createMore } = await loadMore(this.#attempts++);
      if (this.#gone) return;
      const { element, stop } = createMore(this.actions.more());
      this.#stopMore = stop;
      this.#place.replaceChildren(element);
      this.#reveal();
    } catch {
      this.#place.replaceChildren(el("p", { attrs: { role: "alert" } }, texts.feedback.failed));
    } finally {
      this.#coming = false;
    }
  }

  #reveal(): void {
    this.element.scrollIntoView({ block: "nearest" });
  }

  #show(open: boolean): void {
    this.#place.hidden = !open;
    this.element.classList.toggle("has-more", open);
    this.#more.setAttribute("aria-expanded", String(open));
  }
}
