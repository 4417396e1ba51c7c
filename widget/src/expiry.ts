/** Says in time that the conversation will be wiped: the parent can go on with it, or keep what matters. */
import type { ApiClient, Credentials } from "./api";
import { pause } from "./live";

const BEFORE_MS = 30 * 60_000;
/** A timer cannot be longer. */
const LONGEST_MS = 2 ** 31 - 1;

/** Every turn makes a conversation live longer, so the server is asked again before anything is said. One warning for one moment. */
export async function warnBeforeExpiry(
  api: Pick<ApiClient, "resume" | "expires">, credentials: Credentials, warn: () => void, life: AbortSignal,
): Promise<void> {
  const stillThere = (): Promise<boolean> => api.resume(credentials, life).then(() => !life.aborted, () => false);
  let warnedOf = NaN;
  for (;;) {
    const end = api.expires;
    const left = end - Date.now();
    if (!(left > 0 && left <= LONGEST_MS)) return;
    await pause(end === warnedOf ? left : Math.max(left - BEFORE_MS, left / 2), life);
    if (life.aborted || !(await stillThere())) return;
    if (api.expires === end && end !== warnedOf) {
      warnedOf = end;
      warn();
    }
  }
}
