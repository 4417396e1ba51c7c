/** What the browser knows about the network. That it says "online" proves nothing; "offline" is true. */
export const isOffline = (): boolean => !navigator.onLine;

export function whenOnline(back: () => void, signal: AbortSignal): void {
  window.addEventListener("online", back, { signal });
}
