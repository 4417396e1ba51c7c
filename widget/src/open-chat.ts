/** The chat itself: comes with the first click, and is put together here. */
import { afterPaint } from "./after-paint";
import { ApiClient } from "./api";
import { Conversation } from "./conversation";
import { Frame } from "./frame";
import { keepLegible } from "./legible";
import { readOptions, topicOf } from "./options";
import { Panel } from "./panel/panel";
import type { Profile } from "./profile";
import { readProfile } from "./profile-read";
import { Session } from "./session";
import { Store } from "./store";
import css from "./styles.css?raw";
import { followViewport } from "./viewport";

export interface Place {
  host: HTMLElement;
  /** `.root` in the shadow root of `host`. */
  root: HTMLElement;
  /** What the gemeente wants to begin with on the page that is there now, or empty. */
  topic: () => string;
  /** What the page put inside the element. */
  fallback: Node[];
  /** Set when it is not known yet what the gemeente decided: then the server is asked. */
  learn: ((profile: Profile) => void) | null;
  close: () => void;
  leave: () => void;
  tell: (name: string, detail?: Record<string, unknown>) => void;
}

export interface OpenChat { show: () => void; hide: () => void; stop: () => void }

/** The server that this script came from: `…/widget/wegwijs-chat-open.js`. */
const HOME = new URL("..", import.meta.url).href;

const PROFILE_MS = 1_000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** What kinds of answers came is told to the page, but not that somebody may be in danger. */
const countable = (types: string[]): string[] => types.filter((type) => type !== "crisis");

/** In a frame it is the whole page that has to go. */
function goTo(url: string): void {
  try {
    (window.top ?? window).location.replace(url);
  } catch {
    window.location.replace(url);
  }
}

/** Styles of the chat for as long as it is there; gives the way to take them away. */
function dress(root: HTMLElement): () => void {
  const shadow = root.getRootNode() as ShadowRoot;
  const viewportSheet = new CSSStyleSheet();
  const before = shadow.adoptedStyleSheets;
  // It reads sizes, which costs least while nothing has changed yet.
  const unfollow = followViewport(root, viewportSheet);
  shadow.adoptedStyleSheets = [...before, sheet, viewportSheet];
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const look = (): void => { keepLegible(root); };
  scheme.addEventListener("change", look);
  return () => {
    unfollow();
    scheme.removeEventListener("change", look);
    shadow.adoptedStyleSheets = before;
  };
}

export function openChat({ host, root, topic, fallback, learn, close, leave, tell }: Place): OpenChat {
  const options = readOptions(host, HOME);
  const store = new Store();
  const api = new ApiClient(options.api);
  const conversation = new Conversation({
    api, store, gemeente: options.gemeente, topic: () => topicOf(host) || topic(), session: new Session(api.base, options.gemeente),
    onAnswer: (types) => { tell("wegwijs-answer", { types: countable(types) }); },
  });
  const panel = new Panel({
    store, conversation, options, fallback, close,
    exit: () => {
      conversation.forget();
      leave();
      goTo(options.exitUrl);
    },
  });
  const frame = options.inline ? null : new Frame(close);
  frame?.element.append(panel.element);
  const undress = dress(root);
  root.append(frame?.element ?? panel.element);
  if (frame) panel.takeFocus();
  afterPaint(() => {
    if (!root.isConnected) return;
    keepLegible(root);
    const known = learn && api.gemeente(options.gemeente).then((answer) => {
      learn(readProfile(answer));
      keepLegible(root);
    }, () => undefined);
    // What a page opens with stands in the profile; a server that is slow to tell it does not hold up the conversation.
    void Promise.race([known, known && new Promise((later) => { setTimeout(later, PROFILE_MS); })])
      .then(() => { if (root.isConnected) void conversation.open(); });
  });

  return {
    show: () => { frame?.show(); },
    hide: () => {
      frame?.hide();
      panel.quiet();
    },
    stop: () => {
      conversation.stop();
      panel.destroy();
      frame?.destroy();
      undress();
    },
  };
}
