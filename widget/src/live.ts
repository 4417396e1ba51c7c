/**
 * While the parent waits for somebody of the team or talks with them, news comes by itself (server-sent events). An EventSource cannot
 * send the token, so the stream is read with fetch. What was missed while the connection was away comes after it, and nothing twice.
 */
import type { ApiClient, Credentials, LiveState, StreamEvent } from "./api";
import { readMessages } from "./messages/read";
import type { Message } from "./messages/types";
import type { Store } from "./store";

const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const TYPING_MS = 3_000;

export const pause = (ms: number, life: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  life.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
});

export class Live {
  /** The newest message that came in the order of the server; what an answer brought may stand after one that was missed. */
  #last = 0;
  #following = false;
  #told = 0;

  constructor(
    private readonly api: Pick<ApiClient, "live" | "events" | "typing">,
    private readonly store: Store,
    private readonly receive: (messages: Message[]) => void,
  ) {}

  /** All that was said until now: the stream goes on after it. */
  begin(messages: readonly Message[]): void {
    this.#last = 0;
    this.#reached(messages);
  }

  /** After every answer: listens as long as the server says that there is something to hear. */
  follow(credentials: Credentials, life: AbortSignal): void {
    if (this.#following || !this.api.live) return;
    this.#show(this.api.live, false);
    this.#following = true;
    void this.#listen(credentials, life).finally(() => { this.#following = false; });
  }

  /** Called at every key; told to the server now and then. */
  typing(credentials: Credentials | null): void {
    if (!credentials || this.store.state.live !== "verbonden" || Date.now() - this.#told < TYPING_MS) return;
    this.#told = Date.now();
    void this.api.typing(credentials).catch(() => undefined);
  }

  async #listen(credentials: Credentials, life: AbortSignal): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([life, over.signal]);
    const ended = (): boolean => signal.aborted;
    let failed = 0;
    for (;;) {
      const goesOn = await this.api.events(credentials, this.#last, (event) => {
        failed = 0;
        this.#heard(event, over);
      }, signal);
      if (!goesOn || ended()) break;
      this.#set({ lost: true, typing: false });
      await pause(WAITS_MS[Math.min(failed++, WAITS_MS.length - 1)] ?? 0, signal);
      if (ended()) break;
    }
    if (!life.aborted) this.#show("", false);
  }

  #heard({ kind, data }: StreamEvent, over: AbortController): void {
    this.#set({ lost: false });
    if (kind === "message") {
      const messages = readMessages([data]);
      this.#reached(messages);
      this.receive(messages);
    } else if (kind === "live") {
      const { state, typing } = data;
      this.#show(state === "gevraagd" || state === "verbonden" ? state : "", typing === true);
      if (!this.store.state.live) over.abort();
    }
  }

  #reached(messages: readonly Message[]): void {
    this.#last = Math.max(this.#last, ...messages.map(({ id }) => (/^\d+$/.test(id) ? Number(id) : 0)));
  }

  #show(live: LiveState, typing: boolean): void {
    this.#set({ live, typing, lost: false });
  }

  #set(change: Partial<Pick<Store["state"], "live" | "typing" | "lost">>): void {
    this.store.dispatch({ do: "set", change });
  }
}
