/** Keeps id and token for a reload of this tab, and nothing else. Where storage is blocked, the conversation lives until the reload. */
import type { Credentials } from "./api";

export class Session {
  readonly #key: string;

  constructor(base: string, gemeente: string) {
    this.#key = `wegwijs-chat ${base} ${gemeente}`;
  }

  read(): Credentials | null {
    try {
      const value: unknown = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      if (typeof value !== "object" || value === null) return null;
      const { id, token } = value as Record<string, unknown>;
      return typeof id === "string" && typeof token === "string" ? { id, token } : null;
    } catch {
      return null;
    }
  }

  write({ id, token }: Credentials): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ id, token }));
    } catch { /* blocked or full: a reload will begin anew */ }
  }

  clear(): void {
    try {
      sessionStorage.removeItem(this.#key);
    } catch { /* blocked: there is nothing to clear */ }
  }
}
