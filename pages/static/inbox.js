/* The list renews itself while it is open. Without this file there is a link that does the same. */
const list = document.getElementById("lijst");
const told = document.getElementById("meldingen");
// The server's own page, in which everything that a stranger typed is escaped already.
const policy = globalThis.trustedTypes?.createPolicy("inbox", { createHTML: (text) => text });

function show(html) {
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const fresh = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  list.replaceChildren(...fresh.body.childNodes);
  const again = focused && [...list.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
  if (again) again.focus();
  else if (focused) document.querySelector(".refresh a").focus();
}

function words(count) {
  if (count === 0) return "De lijst is bijgewerkt.";
  return count === 1 ? "Er is een nieuwe vraag." : `Er zijn ${count} nieuwe vragen.`;
}

const source = new EventSource(list.dataset.stream);
source.addEventListener("open", () => (document.getElementById("vanzelf").hidden = false));
source.addEventListener("error", () => (document.getElementById("vanzelf").hidden = true));
source.addEventListener("lijst", (event) => {
  const { html, new: count, changed } = JSON.parse(event.data);
  show(html);
  if (changed) told.textContent = words(count);
});
source.addEventListener("uitgelogd", () => {
  source.close();
  document.getElementById("vanzelf").hidden = true;
  told.textContent = "Je bent uitgelogd. De lijst ververst niet meer.";
});
addEventListener("pagehide", () => source.close());
