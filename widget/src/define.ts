import { WegwijsChatElement } from "./wegwijs-chat";

/** Two script tags on one page must not break it. */
if (!customElements.get("wegwijs-chat")) customElements.define("wegwijs-chat", WegwijsChatElement);
