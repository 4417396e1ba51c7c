/**
 * Speech into words, for who would rather talk than type. Where the browser can, the sound stays on the device; else it goes to the maker
 * of the browser, and then only after a yes. What was heard is given back; nothing is sent.
 */
const DUTCH = "nl-NL";

interface Heard { resultIndex: number; results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> }
interface Recognition {
  lang: string;
  continuous: boolean;
  processLocally?: boolean;
  onresult: ((event: Heard) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start: () => void;
  abort: () => void;
}
export interface Recognizer {
  new (): Recognition;
  available?: (options: { langs: string[]; processLocally: boolean }) => Promise<string>;
}

export const recognizer = (): Recognizer | undefined => {
  const { SpeechRecognition, webkitSpeechRecognition } = window as { SpeechRecognition?: Recognizer; webkitSpeechRecognition?: Recognizer };
  return SpeechRecognition ?? webkitSpeechRecognition;
};

/** Whether this browser understands Dutch without sending the sound away. */
export async function staysHere(make: Recognizer): Promise<boolean> {
  try {
    return (await make.available?.({ langs: [DUTCH], processLocally: true })) === "available";
  } catch {
    return false;
  }
}

/** Listens until `ended`; gives the way to stop, or null when it did not begin. `failed` gets the browser's name for what went wrong. */
export function listen(
  make: Recognizer, local: boolean, heard: (words: string) => void, failed: (error: string) => void, ended: () => void,
): (() => void) | null {
  const recognition = new make();
  recognition.lang = DUTCH;
  recognition.continuous = true;
  if (local) recognition.processLocally = true;
  recognition.onresult = ({ resultIndex, results }) => {
    const said = Array.from(results).slice(resultIndex).filter(({ isFinal }) => isFinal).map((one) => one[0]?.transcript.trim() ?? "");
    heard(said.filter(Boolean).join(" "));
  };
  recognition.onerror = ({ error }) => { failed(error); };
  recognition.onend = ended;
  try {
    recognition.start();
  } catch {
    failed("start");
    ended();
    return null;
  }
  return () => {
    recognition.onresult = recognition.onerror = null;
    recognition.abort();
    ended();
  };
}
