/** A question in words with two answers, inside the panel; no dialog that covers what the parent was reading. */
import { button, el } from "../dom";

export interface Question { text: string; yes: string; no: string; onYes: () => void; onNo: () => void; more?: HTMLElement | null }

export class Ask {
  readonly element: HTMLElement;
  #onNo: (() => void) | null = null;

  constructor(private readonly id: string) {
    this.element = el("div", { class: "ask", attrs: { role: "group", "aria-labelledby": id, hidden: true } });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** The focus goes to the answer that changes nothing. */
  put({ text, yes, no, onYes, onNo, more }: Question): void {
    const stay = button(no, "button button-strong", () => { this.cancel(); });
    const go = button(yes, "button", () => { this.#close(); onYes(); });
    this.#onNo = onNo;
    this.element.replaceChildren(el("p", { attrs: { id: this.id } }, text), el("p", "actions", stay, go), ...(more ? [more] : []));
    this.element.hidden = false;
    stay.focus();
  }

  cancel(): void {
    const onNo = this.#onNo;
    this.#close();
    onNo?.();
  }

  #close(): void {
    this.#onNo = null;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
