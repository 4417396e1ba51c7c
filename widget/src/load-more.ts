/** Fetches what few people use (more.ts), beside the chat itself. */
import type * as More from "./more";

declare const MORE: string;

/** Browsers may remember that an import failed, so another try asks for another address. */
export const loadMore = (attempt: number): Promise<typeof More> =>
  import(new URL(`wegwijs-chat-more.js?${MORE}${attempt > 0 ? `-${attempt}` : ""}`, import.meta.url).href) as Promise<typeof More>;
