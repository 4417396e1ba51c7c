/**
 * `<wegwijs-chat gemeente="…">`: attributes in, events out. Every page of a gemeente loads this, so it holds the button only and is
 * kept small; the chat itself (`open-chat.ts`) is fetched when it is opened.
 */
import { drawing, signpost } from "./drawing";
import { load } from "./load";
import css from "./loader.css?raw";
import type { OpenChat } from "./open-chat";
import { gemeenteOf } from "./options";
import { ruleFor, themeOf, type PageRule, type Profile } from "./profile";
import { opener as words } from "./texts.opener.nl";
import { raise } from "./top-layer";

const REBUILD = ["gemeente", "api", "inline", "exit-url", "privacy-url"];
/** A chat that comes sooner needs no other words on the button first. */
const SLOW_MS = 200;
const placed = new Set<WegwijsChatElement>();
const profiles = new Map<string, Profile>();
const refreshAll = (): void => { for (const element of placed) element.refresh(); };

function make<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Partial<HTMLElementTagNameMap[K]> = {}, ...children: Node[]): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export class WegwijsChatElement extends HTMLElement {
  static readonly observedAttributes = [...REBUILD, "open"];

  readonly #shadow = this.attachShadow({ mode: "open" });
  readonly #theme = new CSSStyleSheet();
  readonly #label = make("span");
  readonly #note = make("div", { className: "note", role: "alert" });
  readonly #opener = make("button", { className: "opener", type: "button", ariaHasPopup: "dialog", onclick: () => { this.open = true; } },
    drawing(signpost), this.#label);
  readonly #corner = make("div", { className: "corner" }, this.#note, this.#opener);
  /** What stands in the shadow root: the chat with its settings, what the page put inside the element, or nothing. */
  #shown = "";
  #root: HTMLElement | null = null;
  #chat: OpenChat | null = null;
  #attempts = 0;
  #slow?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#shadow.adoptedStyleSheets = [sheet, this.#theme];
  }

  /** The script of a gemeente brings its profile along; else the chat asks for it when it opens. */
  static learn(profile: Profile): void {
    profiles.set(profile.id, profile);
    refreshAll();
  }

  get open(): boolean { return this.hasAttribute("open"); }
  set open(open: boolean) { this.toggleAttribute("open", open); }

  connectedCallback(): void {
    placed.add(this);
    refreshAll();
    this.#showOpen();
  }

  /** A page that moves the element takes it out and puts it in again; only one that stays out is taken down. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      placed.delete(this);
      this.#show("");
      refreshAll();
    });
  }

  attributeChangedCallback(name: string): void {
    if (name === "open") this.#showOpen();
    else queueMicrotask(refreshAll);
  }

  /** Looks again at what this page should show, after anything that may have changed it. */
  refresh(): void {
    const wanted = this.#wanted();
    if (wanted !== this.#shown) this.#show(wanted);
    this.#theme.replaceSync("");
    if (this.#root && this.#profile) this.#theme.replaceSync(themeOf(this.#profile, getComputedStyle(this)));
  }

  get #profile(): Profile | undefined { return profiles.get(gemeenteOf(this)); }
  get #inline(): boolean { return this.hasAttribute("inline"); }
  get #rule(): PageRule | undefined { return ruleFor(this.#profile, location.pathname); }

  #wanted(): string {
    if (!gemeenteOf(this)) return "slot";
    if (!this.#chat || this.#opener.ariaExpanded !== "true") {
      if (this.#profile?.on === false) return "slot";
      if (this.#rule?.on === false) return "nothing";
    }
    return this.#inline || this.#isOnlyButton() ? `chat${JSON.stringify(REBUILD.map((name) => this.getAttribute(name)))}` : "slot";
  }

  /** Two buttons would cover each other, and one beside a chat in the page says nothing new. */
  #isOnlyButton(): boolean {
    const others = [...placed].filter(gemeenteOf);
    return others[0] === this && !others.some((element) => element.#inline);
  }

  #show(what: string): void {
    this.#chat?.stop();
    this.#root = this.#chat = null;
    this.#shown = what;
    this.#shadow.replaceChildren(...(what === "slot" ? [make("slot")] : []));
    if (!what.startsWith("chat")) return;
    this.#root = make("div", { className: "root", lang: "nl", dir: "ltr" });
    this.#shadow.append(this.#root);
    if (!this.#inline) {
      this.#root.append(this.#corner);
      this.#shadow.prepend(make("span", { className: "kept" }, make("slot")));
    }
    this.#busy(false);
    this.#showOpen();
  }

  #showOpen(): void {
    const root = this.#root;
    if (!root?.isConnected) return;
    const open = this.#inline || this.open;
    const was = this.#opener.ariaExpanded === "true";
    this.#opener.ariaExpanded = `${open}`;
    if (!this.#inline) raise(this.#corner);
    root.dataset.open = `${open && this.#chat !== null}`;
    if (open) this.#showChat(root);
    else this.#chat?.hide();
    if (open !== was) this.#tell(open ? "wegwijs-open" : "wegwijs-close");
  }

  #showChat(root: HTMLElement): void {
    if (this.#chat) this.#chat.show();
    else if (this.#opener.ariaBusy !== "true") void this.#fetch(root);
  }

  async #fetch(root: HTMLElement): Promise<void> {
    this.#busy(true);
    try {
      const { openChat } = await load(this.#attempts++);
      if (this.#root !== root) return;
      this.#busy(false);
      if (!this.#inline && !this.open) return;
      this.#chat = openChat({
        host: this, root, topic: () => this.#rule?.topic ?? "", fallback: this.#fallback(),
        learn: this.#profile ? null : (profile) => { WegwijsChatElement.learn(profile); },
        close: () => {
          this.open = false;
          this.#opener.focus();
          refreshAll();
        },
        leave: () => { this.#show(""); },
        tell: (name, detail) => { this.#tell(name, detail); },
      });
      this.#showOpen();
    } catch {
      if (this.#root === root) this.#unavailable();
    }
  }

  /** The chat cannot come: what the page put inside the element comes forward, with the emergency number. */
  #unavailable(): void {
    this.#tell("wegwijs-unavailable");
    if (this.#inline) { this.#show("slot"); return; }
    this.open = false;
    this.#busy(false);
    this.#note.append(words.unreachable, " ", ...this.#fallback(), ` ${words.danger} `,
      make("a", { href: "tel:112", textContent: "112" }));
    this.#opener.focus();
  }

  /** What the page put inside the element. A button keeps its place in the page, so there it is a copy. */
  #fallback(): Node[] {
    return this.#inline ? [make("slot")] : [...this.childNodes].map((node) => node.cloneNode(true));
  }

  #busy(busy: boolean): void {
    clearTimeout(this.#slow);
    if (busy) this.#slow = setTimeout(() => { this.#label.textContent = words.opening; }, SLOW_MS);
    else this.#label.textContent = words.opener;
    this.#note.textContent = "";
    this.#opener.ariaBusy = `${busy}`;
  }

  #tell(name: string, detail?: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/** A page that changes its address without loading anew may come to a page with other rules. */
(window as { navigation?: EventTarget }).navigation?.addEventListener("currententrychange", refreshAll);
window.addEventListener("popstate", refreshAll);

declare global {
  interface HTMLElementTagNameMap { "wegwijs-chat": WegwijsChatElement }
}
