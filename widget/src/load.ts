/** Fetches the chat itself, at the first click. */
import type * as OpenChat from "./open-chat";

declare const VERSION: string;

/** A script of another site does not know its own address once it has run; one of type="module" needs no address. */
const script = document.currentScript as HTMLScriptElement | null;

/** Browsers may remember that an import failed, so another try asks for another address. */
export function load(attempt: number): Promise<typeof OpenChat> {
  const address = `../widget/wegwijs-chat-open.js?${VERSION}${attempt > 0 ? `-${attempt}` : ""}`;
  return import(script ? new URL(address, script.src).href : address) as Promise<typeof OpenChat>;
}
