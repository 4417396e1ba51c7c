import { button, el } from "../dom";
import { loadMore } from "../load-more";
import type { createMore, MoreOutside } from "../more";
import { texts } from "../texts.nl";
import { Ask } from "./ask";

export interface ToolActions {
  restart: () => void;
  wipe: () => void;
  more: () => Omit<MoreOutside, "ask">;
  /** Something to ask at the end, or nothing. */
  atTheEnd: () => HTMLElement | null;
}

/** What must always be in reach: begin again, and wipe; and the way to what few people use. */
export class Tools {
  readonly element: HTMLElement;
  readonly ask: Ask;
  readonly #restart: HTMLButtonElement;
  readonly #wipe: HTMLButtonElement;
  readonly #more: HTMLButtonElement;
  readonly #place = el("div", { attrs: { id: "wegwijs-more", hidden: true } });
  #attempts = 0;
  #made: ReturnType<typeof createMore> | null = null;
  #coming = false;
  #gone = false;

  constructor(private readonly actions: ToolActions, id: (name: string) => string) {
    this.ask = new Ask(id("wipe"));
    this.#restart = button(texts.restart, "tool", () => { this.ask.cancel(); actions.restart(); });
    this.#wipe = button(texts.wipe, "tool", () => {
      this.ask.put({
        text: texts.wipeAsk, yes: texts.wipeYes, no: texts.wipeNo,
        onYes: () => { this.#restart.focus(); actions.wipe(); }, onNo: () => { this.#wipe.focus(); }, more: actions.atTheEnd(),
      });
      this.#revealAsk();
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

  /** Nobody hears or speaks on while the chat is closed. */
  quiet(): void {
    this.#made?.quiet();
  }

  destroy(): void {
    this.#gone = true;
    this.#made?.stop();
  }

  async #toggleMore(): Promise<void> {
    this.#show(this.#place.hidden);
    this.#reveal();
    if (this.#place.hidden || this.#coming || this.#made) return;
    this.#coming = true;
    try {
      const { createMore } = await loadMore(this.#attempts++);
      if (this.#gone) return;
      this.#made = createMore({ ...this.actions.more(), ask: (question) => { this.ask.put(question); this.#revealAsk(); } });
      this.#place.replaceChildren(this.#made.element);
      if (!this.isMoreOpen) this.#made.hush();
      this.#reveal();
    } catch {
      this.#place.replaceChildren(el("p", { attrs: { role: "alert" } }, texts.feedback.failed));
    } finally {
      this.#coming = false;
    }
  }

  /** From its beginning, under the header that stays in sight. */
  #revealAsk(): void {
    this.ask.element.scrollIntoView({ block: "nearest" });
  }

  #reveal(): void {
    this.element.scrollIntoView({ block: "nearest" });
  }

  #show(open: boolean): void {
    this.#place.hidden = !open;
    if (!open) this.#made?.hush();
    this.element.classList.toggle("has-more", open);
    this.#more.setAttribute("aria-expanded", String(open));
  }
}
