/** The house style of a page may give letters that nobody can read on their background: then our own colours take over. */

const READABLE = 4.5; // WCAG 2.2, 1.4.3
/** A pair of tokens (`.pair-…` in the stylesheet), and the class that gives our own. */
const PAIRS = [["accent", "own-accent"], ["paper", "own-paper"], ["card", "own-paper"], ["muted", "own-paper"], ["danger", "own-paper"],
  ["ink", "own-ink"], ["link", "own-link"]] as const;

/** Red, green, blue and opacity from 0 to 1 of a computed colour; null when it is written in another way. */
export function channels(color: string): number[] | null {
  const [, kind, inside = ""] = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(color) ?? [];
  const [red, green, blue, alpha = 1] = inside.split(/[\s,/]+/).map(Number);
  if (!kind || red === undefined || green === undefined || blue === undefined || [red, green, blue, alpha].some(Number.isNaN)) return null;
  const whole = kind === "color" ? 1 : 255;
  return [red / whole, green / whole, blue / whole, alpha];
}

function light(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Colours that we cannot read the value of are trusted; see-through ones are not. */
export function readable(front: string, back: string): boolean {
  const [one, other] = [channels(front), channels(back)];
  if (!one || !other) return true;
  if (other[3] !== 1 || one[3] !== 1) return false;
  const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05) >= READABLE;
}

/** Looks at the colours as they come out on this page; `root` holds the tokens. */
export function keepLegible(root: HTMLElement): void {
  root.classList.remove(...PAIRS.map(([, own]) => own));
  if (matchMedia("(forced-colors: active)").matches) return;
  const probes = PAIRS.map(([pair, own]) => ({ own, probe: Object.assign(document.createElement("i"), { className: `pair-${pair}` }) }));
  root.append(...probes.map(({ probe }) => probe));
  const hard = probes.filter(({ probe }) => {
    const { color, backgroundColor } = getComputedStyle(probe);
    return !readable(color, backgroundColor);
  });
  root.classList.add(...hard.map(({ own }) => own));
  for (const { probe } of probes) probe.remove();
}
