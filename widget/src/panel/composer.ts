/** The field in which the parent types. Enter sends, Shift+Enter gives a new line, nothing typed is ever thrown away. */
import { el, hidden, icon } from "../dom";
import { findPersonal } from "../personal";
import type { State } from "../store";
import { texts } from "../texts.nl";
import { Ask } from "./ask";

const MAX = 1_000;
const COUNT_FROM = 800;

export interface ComposerActions { say: (text: string) => void; typed: (draft: string, fieldError: string) => void }

export class Composer {
  readonly element: HTMLFormElement;
  readonly ask: Ask;
  readonly #field: HTMLTextAreaElement;
  readonly #error: HTMLElement;
  readonly #counter: HTMLElement;

  constructor(private readonly actions: ComposerActions, id: (name: string) => string) {
    this.ask = new Ask(id("personal"));
    this.#error = el("p", { class: "field-error", attrs: { id: id("error"), role: "alert" } });
    this.#counter = el("p", { class: "counter", attrs: { id: id("counter"), "aria-live": "polite" } });
    this.#field = el("textarea", {
      class: "field",
      attrs: {
        id: id("field"), rows: 1, spellcheck: "false", autocomplete: "off", autocapitalize: "sentences", enterkeyhint: "send", dir: "auto",
        "aria-describedby": [id("help"), id("counter"), id("error")].join(" "),
      },
      on: { keydown: (event) => { this.#key(event); }, input: () => { this.#typed(); } },
    });
    this.element = el("form", { class: "composer", attrs: { novalidate: true }, on: { submit: (event) => { event.preventDefault(); this.#submit(); } } },
      this.ask.element,
      el("div", "label-row", el("label", { attrs: { for: id("field") } }, texts.field), this.#counter),
      el("div", "field-row", this.#field,
        el("button", { class: "send", attrs: { type: "submit" } }, el("span", {}, texts.send), icon("send"))),
      this.#error);
    const help = hidden(texts.fieldHelp);
    help.id = id("help");
    this.element.append(help);
  }

  focus(): void {
    this.#field.focus();
  }

  /** Once it stands in the page: what comes with this attribute asks for the focus of the page. */
  takeFocus(): void {
    this.#field.autofocus = true;
  }

  update({ draft, fieldError }: State): void {
    if (this.#field.value !== draft) {
      this.#field.value = draft;
      this.#fit();
    }
    if (this.#error.textContent !== fieldError) this.#error.textContent = fieldError;
    if (fieldError) this.#field.setAttribute("aria-invalid", "true");
    else this.#field.removeAttribute("aria-invalid");
    this.#count(draft.length);
  }

  #typed(): void {
    if (this.ask.isOpen) this.ask.cancel();
    this.#fit();
    this.actions.typed(this.#field.value, "");
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) this.#submit();
  }

  #submit(): void {
    const text = this.#field.value.trim();
    if (text === "") { this.focus(); return; }
    if (text.length > MAX) { this.actions.typed(this.#field.value, texts.tooLongError); this.focus(); return; }
    const kind = findPersonal(text);
    if (kind === null) { this.#send(text); return; }
    this.ask.put({
      text: `${texts.personal[kind]} ${texts.personal.explain}`,
      yes: texts.personal.send, no: texts.personal.edit,
      onYes: () => { this.#send(text); }, onNo: () => { this.focus(); },
    });
  }

  #send(text: string): void {
    this.actions.say(text);
    this.focus();
  }

  #count(length: number): void {
    const left = MAX - length;
    const words = length < COUNT_FROM ? "" : left >= 0 ? texts.left(left) : texts.tooLong(-left);
    if (this.#counter.textContent !== words) this.#counter.textContent = words;
    this.#counter.classList.toggle("is-over", left < 0);
  }

  /** Grows with the text where the browser cannot do so itself (`field-sizing`). */
  #fit(): void {
    const lines = this.#field.value.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 34)), 0);
    this.#field.rows = Math.min(5, Math.max(1, lines));
  }
}
