/** In the top layer no z-index, transform or overflow of the page can cover or cut an element. */
const isRaised = (element: HTMLElement): boolean => element.matches(":popover-open");

export function raise(element: HTMLElement): void {
  element.popover = "manual";
  if (!isRaised(element)) element.showPopover();
}

export function lower(element: HTMLElement): void {
  if (isRaised(element)) element.hidePopover();
}
