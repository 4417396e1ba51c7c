/** What nobody sees yet comes after the next picture, so that a slow phone shows the window first. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => { setTimeout(work); });
}
