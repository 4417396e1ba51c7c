/** The conversation on screen. Every entry is drawn once and stays; only the state of an own message changes. */
import { button, el, hidden, icon } from "../dom";
import { siteLink } from "../links";
import { render, type Context } from "../messages/index";
import type { Entry, Outgoing, Received, State } from "../store";
import { texts } from "../texts.nl";
import { found, helpful } from "./helpful";

export interface LogActions extends Omit<Context, "fresh"> {
  retry: (clientMessageId: string) => void;
  sendNow: () => void;
}

const NEAR_END_PX = 48;
/** In a lower window the button would lie on the words it points past. */
const TO_END_FROM_PX = 360;

export const dangerLine = (): HTMLElement =>
  el("p", "danger", `${texts.danger} `, el("a", { class: "link", attrs: { href: `tel:${texts.dangerNumber}` } }, texts.dangerNumber), ".");

function receivedItem({ message, fresh }: Received, actions: LogActions): HTMLElement {
  const item = el("li", { class: `entry from-${message.from} is-${message.type}${fresh ? " is-new" : ""}${message.closing ? " is-closing" : ""}`, attrs: message.lang ? { lang: message.lang } : {} },
    el("p", { class: "sender", attrs: { lang: "nl" } }, texts.sender[message.from], hidden(":")));
  item.append(...render(message, { ...actions, fresh }));
  return item;
}

/** Why something that was said waits; "" while it only waits for what was said before it. */
function shownOf({ status }: Outgoing, { server, offline }: State): string {
  if (status !== "waiting") return status;
  if (offline) return "offline";
  return server === "starting" ? "starting" : "";
}

function stateOf(shown: string, { clientMessageId }: Outgoing, { retry, sendNow }: LogActions): Node[] {
  if (shown === "failed") {
    return [el("p", "not-sent", icon("warning"), texts.notSent), button(texts.retry, "button", () => { retry(clientMessageId); }), dangerLine()];
  }
  return shown === "starting" || shown === "offline"
    ? [el("p", "fine", shown === "offline" ? texts.waitingForNetwork : texts.waitingForServer), button(texts.sendNow, "button", sendNow), dangerLine()]
    : [];
}

function outgoingItem({ text }: Outgoing): HTMLElement {
  return el("li", "entry from-user",
    el("p", "sender", texts.sender.user, hidden(":")),
    el("div", "bubble", el("p", { class: "words", attrs: { dir: "auto" } }, text)),
    el("div", "state"));
}

export class LogView {
  readonly element: HTMLElement;
  readonly scroller: HTMLElement;
  readonly #list = el("ol", { class: "entries", attrs: { role: "list" } });
  readonly #toEnd: HTMLButtonElement;
  #shown: readonly Entry[] | null = null;
  #waitsFor = "";
  #toldFound = false;
  readonly #items = new Map<string, HTMLElement>();
  readonly #statuses = new Map<string, string>();

  constructor(private readonly actions: LogActions, privacyUrl: string | null) {
    this.scroller = el("div", {
      class: "log", attrs: { role: "log", "aria-live": "polite", "aria-label": texts.log, tabindex: 0 },
      on: { scroll: () => { this.#showToEnd(); } },
    }, privacyUrl !== null && siteLink(privacyUrl, "privacy", texts.privacy), this.#list);
    this.#toEnd = button(icon("down"), "to-end", () => { this.#scrollTo(this.scroller.scrollHeight); }, hidden(texts.toEnd));
    this.#toEnd.hidden = true;
    this.element = el("div", "log-frame", this.scroller, this.#toEnd);
  }

  update(state: State): void {
    const waitsFor = `${state.server} ${state.offline}`;
    if (state.entries === this.#shown && this.#waitsFor === waitsFor) return;
    this.#shown = state.entries;
    if (state.entries.length === 0) this.#toldFound = false;
    this.#waitsFor = waitsFor;
    const added = this.#sync(state);
    if (added.length > 0) {
      this.#askAfter(added);
      this.#reveal(added);
    }
    this.#showToEnd();
  }

  #sync(state: State): HTMLElement[] {
    const { entries } = state;
    const keys = new Set(entries.map((entry) => entry.key));
    this.#interrupt(entries.filter(({ key }) => !this.#items.has(key)));
    for (const [key, item] of this.#items) {
      if (!keys.has(key)) this.#forget(key, item);
    }
    const added: HTMLElement[] = [];
    let before: Element | null = this.#list.firstElementChild;
    for (const entry of entries) {
      let item = this.#items.get(entry.key);
      if (!item) {
        item = this.#add(entry, before);
        added.push(item);
      }
      before = item.nextElementSibling;
      if (entry.outgoing) this.#showStatus(item, entry.outgoing, shownOf(entry.outgoing, state));
    }
    return added;
  }

  /** Whether the parent has what they looked for; null without help to have found, after danger, and when it was asked. */
  atTheEnd(): HTMLElement | null {
    return this.#toldFound || this.#list.querySelector(".is-crisis, .ask-found") || !this.#list.querySelector(".is-tips, .is-offers, .is-contact")
      ? null : this.#found((words) => {
        words.tabIndex = -1;
        words.focus();
      });
  }

  #found(after: (words: HTMLElement) => void): HTMLElement {
    const asked = found(this.actions.feedback, (words) => {
      this.#toldFound = true;
      after(words);
    });
    asked.classList.add("ask-found");
    return asked;
  }

  /** Not beside helplines: then there is something else to do. */
  #askAfter(added: HTMLElement[]): void {
    const last = added.findLast((item) => item.matches(".is-new.is-closing"));
    const end = last && this.atTheEnd();
    if (end) { last.append(end); return; }
    const found = added.findLast((item) => item.matches(".is-new:is(.is-tips, .is-offers)"));
    if (found && !added.some((item) => item.matches(".is-crisis"))) found.append(helpful(this.actions.feedback, () => { this.scroller.focus(); }));
  }

  /** Danger interrupts a screen reader when it arrives. An alert inside a log may be read out twice. */
  #interrupt(news: readonly Entry[]): void {
    const danger = news.some(({ received }) => received?.fresh && received.message.type === "crisis");
    if (news.length > 0) this.scroller.setAttribute("aria-live", danger ? "assertive" : "polite");
  }

  #add(entry: Entry, before: Element | null): HTMLElement {
    const item = entry.received ? receivedItem(entry.received, this.actions) : outgoingItem(entry.outgoing);
    this.#items.set(entry.key, item);
    this.#list.insertBefore(item, before);
    return item;
  }

  #forget(key: string, item: HTMLElement): void {
    if (item.contains((this.element.getRootNode() as ShadowRoot).activeElement)) this.scroller.focus();
    item.remove();
    this.#items.delete(key);
    this.#statuses.delete(key);
  }

  #showStatus(item: HTMLElement, outgoing: Outgoing, shown: string): void {
    if (this.#statuses.get(outgoing.clientMessageId) === shown) return;
    this.#statuses.set(outgoing.clientMessageId, shown);
    const place = item.querySelector(".state");
    if (!place) return;
    const focused = place.contains((this.element.getRootNode() as ShadowRoot).activeElement);
    place.replaceChildren(...stateOf(shown, outgoing, this.actions));
    if (focused) this.scroller.focus();
    if (place.hasChildNodes()) place.scrollIntoView({ block: "nearest" });
  }

  /** A long answer is read from its beginning, so its beginning comes into view, with the parent's own words above it. */
  #reveal(added: HTMLElement[]): void {
    const crisis = added.find((item) => item.classList.contains("is-crisis"));
    const first = crisis ?? added[0];
    if (!first) return;
    const own = first.previousElementSibling;
    const top = !crisis && own?.classList.contains("from-user") && !first.classList.contains("from-user") ? own : first;
    const scrolls = this.#scrolls;
    const offset = top.getBoundingClientRect().top - scrolls.getBoundingClientRect().top;
    this.#scrollTo(scrolls.scrollTop + offset - 12);
  }

  /** With little room the panel scrolls as one page (styles.css). */
  get #scrolls(): HTMLElement {
    const panel = this.scroller.scrollHeight > this.scroller.clientHeight ? null : this.element.closest<HTMLElement>(".panel");
    return panel ?? this.scroller;
  }

  #scrollTo(top: number): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scrolls.scrollTo({ top, behavior: still ? "auto" : "smooth" });
  }

  #showToEnd(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#toEnd.hidden = clientHeight < TO_END_FROM_PX || scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }
}
