/** The question for the team: filled in, looked at, sent. What was typed stays, whatever the server says. */
import { button, el, icon, paragraphs } from "../dom";
import { texts } from "../texts.nl";
import { crisis } from "./crisis";
import type { Context, Renderer } from "./index";
import { readMessages, readSummary } from "./read";
import type { Fact, FormMessage, Summary } from "./types";

const words = texts.form;
const NAMES = ["question", "phone", "email", "name"] as const;
type Name = (typeof NAMES)[number];

let forms = 0;

class QuestionForm {
  readonly element = el("section", { class: "card question", attrs: { "aria-live": "off" } });
  readonly #id = `vraag-${++forms}`;
  readonly #fields: Record<Name, HTMLInputElement | HTMLTextAreaElement>;
  readonly #errors = new Map<string, HTMLElement>();
  readonly #times: HTMLInputElement[];
  readonly #facts: HTMLInputElement;
  readonly #share: HTMLInputElement;
  readonly #alert = el("p", { class: "field-error", attrs: { role: "alert" } });
  readonly #form: HTMLFormElement;
  readonly #cards = el("div", "cards");
  readonly #body = el("div");
  #consent: { text: string; version: string };
  #busy = false;

  constructor(message: FormMessage, private readonly context: Context) {
    this.#consent = { text: message.consentText, version: message.consentVersion };
    this.#fields = {
      question: this.#input("question", el("textarea", { class: "field", attrs: { rows: 4, spellcheck: "false", autocomplete: "off", dir: "auto" } })),
      phone: this.#input("phone", el("input", { class: "field", attrs: { type: "tel", autocomplete: "tel" } })),
      email: this.#input("email", el("input", { class: "field", attrs: { type: "email", autocomplete: "email", spellcheck: "false" } })),
      name: this.#input("name", el("input", { class: "field", attrs: { autocomplete: "name", spellcheck: "false" } })),
    };
    this.#fields.question.value = message.question;
    this.#times = Object.keys(words.times).map((value) => el("input", { attrs: { type: "radio", name: this.#id, value } }));
    const any = this.#times.at(-1);
    if (any) any.checked = true;
    this.#facts = el("input", { attrs: { type: "checkbox" } });
    this.#facts.checked = true;
    this.#share = el("input", { attrs: { type: "checkbox" } });
    this.#form = this.#build(message.facts);
    this.#body.append(this.#form);
    this.element.append(this.#cards, this.#body);
  }

  #input<T extends HTMLElement>(name: string, field: T): T {
    field.id = `${this.#id}-${name}`;
    field.setAttribute("aria-describedby", `${field.id}-fout ${field.id}-uitleg`);
    this.#errors.set(name, el("p", { class: "field-error", attrs: { id: `${field.id}-fout` } }));
    return field;
  }

  #row(name: Name): HTMLElement {
    const field = this.#fields[name];
    const { label, hint } = words[name];
    return el("div", "part",
      el("label", { attrs: { for: field.id } }, label),
      el("p", { class: "fine", attrs: { id: `${field.id}-uitleg` } }, hint),
      this.#errors.get(name), field);
  }

  #build(facts: Fact[]): HTMLFormElement {
    const times = Object.values<string>(words.times);
    return el("form", { attrs: { novalidate: true }, on: { submit: (event) => { event.preventDefault(); void this.#look(); } } },
      el("h3", {}, words.title), this.#alert,
      this.#row("question"),
      facts.length > 0 && el("div", "part", tick(this.#facts, words.facts), list(facts)),
      el("fieldset", "part", el("legend", {}, words.reach), el("p", "fine", words.oneIsEnough), this.#row("phone"), this.#row("email")),
      this.#row("name"),
      el("fieldset", "part", el("legend", {}, words.when), ...this.#times.map((input, at) => tick(input, times[at] ?? ""))),
      el("div", "part", tick(this.#share, words.share), el("p", "fine", words.shareHint)),
      el("p", "actions", el("button", { class: "button button-strong", attrs: { type: "submit" } }, words.look)));
  }

  #values(): Record<string, unknown> {
    const typed = Object.fromEntries(NAMES.map((name) => [name, this.#fields[name].value]));
    return {
      ...typed, preferredTime: this.#times.find(({ checked }) => checked)?.value ?? "",
      shareFacts: this.#facts.checked, shareConversation: this.#share.checked, consentVersion: this.#consent.version,
    };
  }

  async #look(again = ""): Promise<void> {
    const answer = await this.#ask(true);
    if (answer?.status === 200) this.#show(this.#summary(readSummary(answer.body), again));
    else if (answer) this.#refused(answer);
  }

  async #send(): Promise<void> {
    const answer = await this.#ask(false);
    if (answer?.status === 201) {
      this.#show(el("p", {}, icon("check"), ` ${words.sent}`));
      this.#reveal(this.element.closest("li")?.nextElementSibling ?? this.element);
    } else if (answer) this.#refused(answer);
  }

  /** A second press while the first is under way is the same press. */
  async #ask(look: boolean): Promise<Awaited<ReturnType<Context["handOver"]>> | null> {
    if (this.#busy) return null;
    this.#busy = true;
    this.element.setAttribute("aria-busy", "true");
    const answer = await this.context.handOver(this.#values(), look);
    this.#cards.replaceChildren(...this.#danger(answer.body.messages));
    this.element.removeAttribute("aria-busy");
    this.#busy = false;
    return answer;
  }

  /** Danger in the question is answered before anything else, and the form goes on. */
  #danger(messages: unknown): Node[] {
    return readMessages(messages).flatMap((message) => (message.type === "crisis" ? crisis(message, this.context) : []));
  }

  #refused({ status, body }: { status: number; body: Record<string, unknown> }): void {
    if (status === 409 && typeof body.consentText === "string" && typeof body.consentVersion === "string") {
      this.#consent = { text: body.consentText, version: body.consentVersion };
      void this.#look(words.changed);
      return;
    }
    const wrong = new Map<string, string>();
    for (const one of Array.isArray(body.invalidParams) ? (body.invalidParams as { name?: unknown; reason?: unknown }[]) : []) {
      if (typeof one.reason === "string") wrong.set(String(one.name), one.reason);
    }
    this.#tell(typeof body.detail === "string" ? body.detail : words.failed, wrong);
  }

  #tell(detail: string, wrong: Map<string, string>): void {
    if (!this.#form.isConnected) this.#body.replaceChildren(this.#form);
    this.#mark(detail, wrong);
    const first = NAMES.find((name) => wrong.has(name));
    if (!first) { this.#reveal(this.element); return; }
    this.#fields[first].focus({ preventScroll: true });
    this.#reveal(this.#fields[first].labels?.[0] ?? this.#fields[first]); // what is asked and what is wrong stand above the field
  }

  #mark(detail: string, wrong: Map<string, string>): void {
    this.#alert.textContent = detail;
    for (const name of NAMES) {
      const reason = wrong.get(name) ?? "";
      const place = this.#errors.get(name);
      if (place) place.textContent = reason;
      if (reason) this.#fields[name].setAttribute("aria-invalid", "true");
      else this.#fields[name].removeAttribute("aria-invalid");
    }
  }

  #show(...nodes: HTMLElement[]): void {
    this.#mark("", new Map());
    this.#body.replaceChildren(...nodes);
    const heading = this.element.querySelector("h3") ?? nodes[0];
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    this.#reveal(this.element);
  }

  /** The beginning of what is new stands at the top of the conversation; the page around it does not move. */
  #reveal(what: Element): void {
    const move = (): void => {
      const scrolls = (one: Element | null): Element | null => (one && one.scrollHeight > one.clientHeight ? one : null);
      const log = scrolls(this.element.closest(".log")) ?? this.element.closest(".panel");
      if (log) log.scrollTop += what.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
    };
    move();
    requestAnimationFrame(move); // a browser may still move what it held in place while the form changed
  }

  #summary(found: Summary, again: string): HTMLElement {
    this.#consent = { text: found.consentText, version: found.consentVersion };
    const back = (): void => { this.#show(this.#form); };
    return el("div", "part",
      el("h3", {}, words.check), again !== "" && el("p", "field-error", again),
      el("p", {}, words.goes), list([{ label: words.question.label, value: found.question }, ...found.facts,
        { label: words.phone.label, value: found.phone || words.empty }, { label: words.email.label, value: found.email || words.empty },
        { label: words.name.label, value: found.name || words.empty }, { label: words.when, value: found.preferredTime },
        { label: words.talk, value: found.shareConversation ? words.mayRead : words.mayNotRead }]),
      el("h4", {}, words.consent), ...paragraphs(found.consentText),
      el("p", "actions", button(words.yes, "button button-strong", () => { void this.#send(); }), button(words.change, "button", back)));
  }
}

const tick = (input: HTMLInputElement, label: string): HTMLElement => el("label", "tick", input, el("span", {}, label));

const list = (facts: Fact[]): HTMLElement => el("dl", "facts", ...facts.map(({ label, value }) =>
  el("div", "fact", el("dt", {}, label), el("dd", { class: "words", attrs: { dir: "auto" } }, value))));

/** A form from before a reload stays folded: it may have been sent. */
export const form: Renderer<FormMessage> = (message, context) => {
  if (message.consentVersion === "") return message.consentText === "" ? [] : [el("div", "bubble", ...paragraphs(message.consentText))];
  const { element } = new QuestionForm(message, context);
  const intro = message.text !== "" && el("div", "bubble", ...paragraphs(message.text));
  return [intro, context.fresh ? element : el("details", "earlier", el("summary", {}, words.reopen), element)].filter((node) => node !== false);
};
