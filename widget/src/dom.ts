/** Builds DOM from names and text only: no markup is ever parsed, so strict CSP and Trusted Types have nothing to refuse. */
import { drawing, signpost } from "./drawing";

export type Child = Node | string | false | null | undefined;
type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
export interface Props { class?: string; on?: Handlers; attrs?: Record<string, string | number | boolean> }

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props | string = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  const { class: className, on, attrs } = typeof props === "string" ? { class: props } : props;
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attrs ?? {})) {
    if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, handler] of Object.entries(on ?? {})) node.addEventListener(name, handler as EventListener);
  node.append(...children.filter((child): child is Node | string => Boolean(child)));
  return node;
}

/** A button that never submits anything by accident. */
export const button = (label: Child, className: string, onClick: () => void, ...more: Child[]): HTMLButtonElement =>
  el("button", { class: className, attrs: { type: "button" }, on: { click: onClick } }, label, ...more);

export const hidden = (text: string): HTMLSpanElement => el("span", "visually-hidden", text);

/** One paragraph per blank line; single line breaks stay as they are (white-space in the stylesheet). */
export function paragraphs(text: string): HTMLParagraphElement[] {
  return text.split(/\n\s*\n/).filter((part) => part.trim() !== "")
    .map((part) => el("p", { class: "words", attrs: { dir: "auto" } }, part.trim()));
}

const paths = {
  signpost,
  close: "M6 6l12 12M18 6 6 18",
  exit: "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4",
  phone: "M6 3h3l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
  site: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  send: "M4 12h15M13 6l6 6-6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warning: "M12 4 2.8 20h18.4zM12 10v4M12 17v.4",
};

export const icon = (name: keyof typeof paths): SVGSVGElement => drawing(paths[name]);
