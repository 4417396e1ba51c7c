/**
 * The window around a chat that was opened with the button. On a small screen it fills the screen and is modal, so that the focus
 * never goes to what it covers; else the page beside it stays usable.
 */
import { el } from "./dom";
import { texts } from "./texts.nl";
import { lower, raise } from "./top-layer";

const NARROW = "(width < 36em)";

export class Frame {
  readonly element: HTMLDialogElement;
  readonly #narrow = matchMedia(NARROW);
  readonly #gone = new AbortController();
  #shown = false;

  constructor(close: () => void) {
    this.element = el("dialog", {
      class: "frame", attrs: { "aria-label": texts.title, hidden: true },
      on: { cancel: (event) => { event.preventDefault(); close(); } },
    });
    const { signal } = this.#gone;
    this.#narrow.addEventListener("change", () => { if (this.#shown) this.show(); }, { signal });
    // What stands in the top layer is cut off at the end of the first sheet.
    window.addEventListener("beforeprint", () => { this.#lower(); }, { signal });
    window.addEventListener("afterprint", () => { if (this.#shown) this.#raise(); }, { signal });
  }

  show(): void {
    const focused = (this.element.getRootNode() as ShadowRoot).activeElement;
    this.#shown = true;
    this.#lower();
    this.element.hidden = false;
    this.#raise();
    if (focused instanceof HTMLElement && this.element.contains(focused)) focused.focus();
  }

  hide(): void {
    this.#shown = false;
    this.#lower();
    this.element.hidden = true;
  }

  destroy(): void {
    this.#gone.abort();
    this.element.remove();
  }

  #raise(): void {
    if (this.#narrow.matches) this.element.showModal();
    else raise(this.element);
  }

  #lower(): void {
    if (this.element.open) this.element.close();
    lower(this.element);
    this.element.popover = null;
  }
}
