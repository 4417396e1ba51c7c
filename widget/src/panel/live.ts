/** Says that a person is there, or is asked for, and lets the parent stop: always in sight, however long the conversation gets. */
import { button, el } from "../dom";
import type { State } from "../store";
import { texts } from "../texts.nl";

export class LiveBar {
  readonly element: HTMLElement;
  readonly #words = el("p");
  readonly #stop: HTMLButtonElement;

  constructor(stop: (label: string) => void) {
    this.#stop = button("", "button", () => { stop(this.#stop.textContent); });
    this.element = el("div", { class: "live", attrs: { hidden: true } }, this.#words, this.#stop);
  }

  update({ live }: State): void {
    this.element.hidden = live === "";
    if (live === "") return;
    const { words, stop } = texts.live[live];
    if (this.#words.textContent !== words) this.#words.textContent = words;
    if (this.#stop.textContent !== stop) this.#stop.textContent = stop;
  }
}
