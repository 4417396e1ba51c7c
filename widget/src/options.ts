/** The attributes are the interface; a bad value falls back and never breaks the page around it. */
import { webAddress } from "./links";

const DEFAULT_EXIT = "https://www.google.nl";

export interface Options {
  /** Empty when missing or malformed: then only the fallback inside the element is shown. */
  gemeente: string;
  api: string | null;
  inline: boolean;
  exitUrl: string;
  privacyUrl: string | null;
}

function pageAddress(url: string | null): string | null {
  if (!url) return null;
  try {
    return webAddress(new URL(url, document.baseURI).href);
  } catch {
    return null;
  }
}

export function readOptions(element: Element): Options {
  const gemeente = (element.getAttribute("gemeente") ?? "").trim().toLowerCase();
  return {
    gemeente: /^[a-z0-9][a-z0-9_-]{0,79}$/.test(gemeente) ? gemeente : "",
    api: element.getAttribute("api"),
    inline: element.hasAttribute("inline"),
    exitUrl: webAddress(element.getAttribute("exit-url") ?? "") ?? DEFAULT_EXIT,
    privacyUrl: pageAddress(element.getAttribute("privacy-url")),
  };
}
