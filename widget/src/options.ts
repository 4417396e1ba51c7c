/** The attributes are the interface; a bad value falls back and never breaks the page around it. */
import { webAddress } from "./address";

const DEFAULT_EXIT = "https://www.google.nl";

export interface Options {
  gemeente: string;
  api: string;
  inline: boolean;
  exitUrl: string;
  privacyUrl: string | null;
}

const id = (value: string | null): string => {
  const cleaned = (value ?? "").trim().toLowerCase();
  return /^[a-z0-9][a-z0-9_-]{0,79}$/.test(cleaned) ? cleaned : "";
};

/** Empty when missing or malformed: then only the fallback inside the element is shown. */
export const gemeenteOf = (element: Element): string => id(element.getAttribute("gemeente"));

function pageAddress(url: string | null): string | null {
  return url ? webAddress(url, document.baseURI) : null;
}

/** Id of the topic of the page around the chat, or empty. The server leaves out one that it does not know. */
export const topicOf = (element: Element): string => id(element.getAttribute("onderwerp"));

/** `home` is the server that the script came from. */
export function readOptions(element: Element, home: string): Options {
  const exit = element.getAttribute("exit-url");
  return {
    gemeente: gemeenteOf(element),
    api: pageAddress(element.getAttribute("api")) ?? home,
    inline: element.hasAttribute("inline"),
    exitUrl: (exit ? webAddress(exit) : null) ?? DEFAULT_EXIT,
    privacyUrl: pageAddress(element.getAttribute("privacy-url")),
  };
}
