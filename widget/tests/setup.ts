import { vi } from "vitest";

/** happy-dom knows the attribute `popover`, but has no top layer, and gives what comes up there no focus. */
function raised(this: HTMLElement): void {
  this.querySelector<HTMLElement>("[autofocus]")?.focus();
}
Object.assign(HTMLElement.prototype, { showPopover: raised, hidePopover: () => undefined });

/** Nothing is painted here. */
vi.mock("../src/after-paint", () => ({ afterPaint: (work: () => void) => { work(); } }));
