/** Puts the parts of the open chat together and shows the state in them. */
import type { Conversation } from "../conversation";
import { button, el } from "../dom";
import type { Options } from "../options";
import type { State, Store } from "../store";
import { texts } from "../texts.nl";
import { Composer } from "./composer";
import { createHeader } from "./header";
import { LiveBar } from "./live";
import { dangerLine, LogView } from "./log";
import { Tools } from "./tools";

export interface PanelOutside {
  store: Store;
  conversation: Conversation;
  options: Options;
  /** What the page put inside the element. */
  fallback: Node[];
  close: () => void;
  exit: () => void;
}

const id = (name: string): string => `wegwijs-${name}`;

const thinkingWords = { no: "", soon: texts.thinkingSoon, long: texts.thinkingLong };

function statusWords({ phase, server, thinking, live, typing, lost, offline, entries }: State): string {
  if (phase === "wiping") return texts.wiping;
  if (offline) return texts.offline;
  if (server === "starting") return texts.almostReady;
  if (lost) return texts.live.lost;
  if (live) return typing ? texts.live.typing : "";
  if (thinking !== "no") return thinkingWords[thinking];
  return phase === "starting" && entries.length === 0 ? texts.opening : "";
}

export class Panel {
  readonly element: HTMLElement;
  readonly #log: LogView;
  readonly #composer: Composer;
  readonly #live: LiveBar;
  readonly #tools: Tools;
  readonly #status = el("p", { class: "status", attrs: { role: "status" } });
  readonly #trouble: HTMLElement;
  readonly #troubleWords = el("p");
  readonly #unsubscribe: () => void;

  constructor({ store, conversation, options, fallback, close, exit }: PanelOutside) {
    this.#log = new LogView({
      choose: (choice) => { conversation.choose(choice); },
      handOver: (form, look) => conversation.handOver(form, look),
      feedback: (given) => conversation.feedback(given),
      base: conversation.base,
      retry: (clientMessageId) => { conversation.retry(clientMessageId); this.focus(); },
      sendNow: () => { conversation.sendNow(); this.focus(); },
    }, options.privacyUrl);
    this.#composer = new Composer({
      say: (text) => { conversation.say(text); },
      typed: (draft, fieldError) => {
        store.dispatch({ do: "set", change: { draft, fieldError } });
        if (draft.trim()) conversation.typing();
      },
    }, id);
    this.#live = new LiveBar((label) => { this.focus(); conversation.stopLive(label); });
    this.#tools = new Tools({ restart: () => { void conversation.restart(); this.focus(); }, wipe: () => { void conversation.wipe(); },
      atTheEnd: () => this.#log.atTheEnd(),
      more: () => ({ store, root: this.element.closest<HTMLElement>(".root") ?? this.element, mail: (email) => conversation.mail(email) }) }, id);
    this.#trouble = this.#createTrouble(conversation, fallback);
    this.element = el("section", {
      class: "panel",
      attrs: options.inline ? { role: "region", "aria-labelledby": id("title") } : {},
      on: { keydown: (event) => { this.#key(event, options.inline ? null : close); } },
    }, createHeader(id("title"), { exit, close: options.inline ? null : close }),
    this.#live.element, this.#log.element, this.#trouble, this.#status, this.#composer.element, this.#tools.element);
    this.#unsubscribe = store.subscribe((state) => { this.#show(state); });
    this.#show(store.state);
  }

  focus(): void {
    this.#composer.focus();
  }

  /** From now on a window around it that comes up gives the focus to the field, and not to the first button. */
  takeFocus(): void {
    this.#composer.takeFocus();
  }

  /** The chat was closed, and may come back. */
  quiet(): void {
    this.#tools.quiet();
  }

  destroy(): void {
    this.#unsubscribe();
    this.#tools.destroy();
    this.element.remove();
  }

  /** The fallback that the page put inside the element comes along: a plain chat may work where this one does not. */
  #createTrouble(conversation: Conversation, fallback: Node[]): HTMLElement {
    return el("div", { class: "trouble", attrs: { hidden: true } },
      el("div", { attrs: { role: "alert" } }, this.#troubleWords),
      el("p", "actions", button(texts.retry, "button button-strong", () => { this.focus(); void conversation.open(); }), ...fallback),
      dangerLine());
  }

  #show(state: State): void {
    this.#composer.update(state);
    this.#live.update(state);
    this.#log.update(state);
    const words = statusWords(state);
    if (this.#status.textContent !== words) this.#status.textContent = words;
    this.#status.classList.toggle("is-busy", words !== "");
    const down = state.phase === "unreachable";
    const trouble = down ? `${state.trouble || texts.unreachable} ${texts.unreachableKeep}` : "";
    if (this.#troubleWords.textContent !== trouble) this.#troubleWords.textContent = trouble;
    this.#trouble.hidden = !down;
    this.element.setAttribute("aria-busy", String(state.phase === "starting"));
  }

  #key(event: KeyboardEvent, close: (() => void) | null): void {
    if (event.key !== "Escape" || event.isComposing) return;
    const ask = [this.#composer.ask, this.#tools.ask].find(({ isOpen }) => isOpen);
    const more = this.#tools.isMoreOpen;
    if (!ask && !more && !close) return;
    event.preventDefault();
    event.stopPropagation();
    if (ask) ask.cancel();
    else if (more) this.#tools.closeMore();
    else close?.();
  }
}
