/** While the server still starts up: asks every two seconds, and lets a message wait for it, but never for ever. */
import type { ApiClient } from "./api";
import type { Store } from "./store";

const POLL_MS = 2_000;
export const PATIENCE_MS = 60_000;

export class Readiness {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<boolean> | undefined;
  #stopped = false;

  constructor(private readonly api: Pick<ApiClient, "ready">, private readonly store: Store) {}

  /** Asks now; true while the server is starting. Keeps asking until it no longer is. */
  check(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => { this.#asking = undefined; });
    return this.#asking;
  }

  watch(): void {
    this.#stopped = false;
    void this.check();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Settles when the server is ready, when patience runs out, or when the signal fires. */
  async wait(signal: AbortSignal): Promise<void> {
    await this.#asking;
    if (this.store.state.server !== "starting" || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(patience);
        unsubscribe();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const patience = setTimeout(done, PATIENCE_MS);
      const unsubscribe = this.store.subscribe(({ server }) => { if (server !== "starting") done(); });
      signal.addEventListener("abort", done, { once: true });
    });
  }

  async #ask(): Promise<boolean> {
    clearTimeout(this.#timer);
    const server = await this.api.ready();
    if (server !== this.store.state.server) this.store.dispatch({ do: "set", change: { server } });
    if (server === "starting" && !this.#stopped) this.#timer = setTimeout(() => { void this.check(); }, POLL_MS);
    return server === "starting";
  }
}
