/** `<wegwijs-chat gemeente="…">`: attributes in, events out. The conversation itself lives in `Conversation` and `Panel`. */
import { ApiClient } from "./api";
import { Conversation } from "./conversation";
import { el } from "./dom";
import { readOptions, type Options } from "./options";
import { createOpener, Panel } from "./panel/panel";
import { Session } from "./session";
import { Store } from "./store";
import css from "./styles.css?raw";
import { followViewport } from "./viewport";

const REBUILD = ["gemeente", "api", "inline", "exit-url", "privacy-url"];

export class WegwijsChatElement extends HTMLElement {
  static readonly observedAttributes = [...REBUILD, "open"];

  readonly #shadow = this.attachShadow({ mode: "open" });
  readonly #viewportSheet = new CSSStyleSheet();
  #options: Options | null = null;
  #conversation: Conversation | null = null;
  #panel: Panel | null = null;
  #opener: HTMLButtonElement | null = null;
  #stopFollowing: () => void = () => undefined;
  #rebuilding = false;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#shadow.adoptedStyleSheets = [sheet, this.#viewportSheet];
  }

  get open(): boolean { return this.hasAttribute("open"); }
  set open(open: boolean) { this.toggleAttribute("open", open); }

  connectedCallback(): void {
    this.#build();
  }

  disconnectedCallback(): void {
    this.#takeDown();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.#options || before === after) return;
    if (name === "open") this.#showOpen();
    else this.#rebuildSoon();
  }

  /** Several attributes that change together make one rebuild. */
  #rebuildSoon(): void {
    if (this.#rebuilding) return;
    this.#rebuilding = true;
    queueMicrotask(() => {
      this.#rebuilding = false;
      if (!this.isConnected) return;
      this.#takeDown();
      this.#build();
    });
  }

  #build(): void {
    const options = readOptions(this);
    this.#options = options;
    if (!options.gemeente) { this.#shadow.replaceChildren(el("slot")); return; }
    const root = el("div", { class: "root", attrs: { lang: "nl" } });
    if (!options.inline) {
      this.#opener = createOpener(() => { this.open = true; this.#panel?.focus(); });
      root.append(this.#opener);
    }
    this.#shadow.replaceChildren(root);
    this.#stopFollowing = followViewport(root, this.#viewportSheet);
    this.#showOpen();
  }

  #takeDown(): void {
    this.#stopFollowing();
    this.#conversation?.stop();
    this.#panel?.destroy();
    this.#panel = this.#conversation = this.#opener = null;
    this.#shadow.replaceChildren();
  }

  #showOpen(): void {
    const options = this.#options;
    const root = this.#shadow.querySelector<HTMLElement>(".root");
    if (!options || !root) return;
    const open = options.inline || this.open;
    const was = root.dataset.open === "true";
    root.dataset.open = String(open);
    this.#opener?.setAttribute("aria-expanded", String(open));
    if (open && !this.#panel) this.#startPanel(options, root);
    if (this.#panel) this.#panel.element.hidden = !open;
    if (open !== was) this.#tell(open ? "wegwijs-open" : "wegwijs-close");
  }

  #startPanel(options: Options, root: HTMLElement): void {
    const store = new Store();
    const api = new ApiClient(options.api);
    const conversation = new Conversation({
      api, store, gemeente: options.gemeente, session: new Session(api.base, options.gemeente),
      onAnswer: (types) => { this.#tell("wegwijs-answer", { types }); },
    });
    this.#conversation = conversation;
    this.#panel = new Panel({
      store, conversation, options,
      close: () => { this.open = false; this.#opener?.focus(); },
      exit: () => { this.#leave(options.exitUrl); },
    });
    root.append(this.#panel.element);
    void conversation.open();
  }

  /** The screen empties before the next page comes, and Back does not lead to the conversation. */
  #leave(url: string): void {
    this.#conversation?.forget();
    this.#takeDown();
    this.ownerDocument.defaultView?.location.replace(url);
  }

  #tell(name: string, detail?: { types: string[] }): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap { "wegwijs-chat": WegwijsChatElement }
}
