/** happy-dom knows the attribute `popover`, but has no top layer. */
Object.assign(HTMLElement.prototype, { showPopover: () => undefined, hidePopover: () => undefined });
