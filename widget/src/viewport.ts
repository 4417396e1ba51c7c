/**
 * The on-screen keyboard shrinks the visual viewport only, so no CSS unit knows of it. This keeps two facts up to date
 * in a stylesheet of its own (an inline style would need a hole in the page's CSP) and an attribute for low screens.
 */
const LOW_EM = 27;
const VERY_LOW_EM = 20.5;

/** Counted in the size of the letters: on the same screen larger letters leave less room. */
function roomOf(height: number, root: HTMLElement): string {
  const lines = height / parseFloat(getComputedStyle(root).fontSize);
  if (lines < VERY_LOW_EM) return "very-low";
  return lines < LOW_EM ? "low" : "enough";
}

export function followViewport(root: HTMLElement, sheet: CSSStyleSheet): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => undefined;
  const follow = (): void => {
    // Pinch zoom also shrinks the viewport; there the parent looks closer and nothing should move.
    const height = Math.round(viewport.height * viewport.scale);
    const top = viewport.scale > 1.01 ? 0 : Math.round(viewport.offsetTop);
    sheet.replaceSync(`.root{--_visible:${height}px;--_above:${top}px}`);
    const room = roomOf(height, root);
    if (root.dataset.room === room) return;
    root.dataset.room = room;
    // The keyboard came or went: what the parent is typing in must not slide out of sight.
    (root.getRootNode() as ShadowRoot).activeElement?.scrollIntoView({ block: "nearest" });
  };
  follow();
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
  return () => {
    viewport.removeEventListener("resize", follow);
    viewport.removeEventListener("scroll", follow);
  };
}
