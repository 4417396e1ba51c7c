/* Who is typing stays signed in; who is away is asked in time. Everything on these pages works without this file. */
const idleMs = Number(document.body.dataset.idleSeconds) * 1000;
const askMs = Math.min(120_000, idleMs / 3);
const tellMs = Math.min(240_000, idleMs / 4);
let seen = Date.now();
let active = false;
let away = false;

async function stay() {
  const answer = await fetch("/beheer/blijf", {
    method: "POST",
    headers: { "X-CSRF-Token": document.body.dataset.csrf },
    redirect: "manual",
  }).catch(() => null);
  active = false;
  if (answer?.ok) seen = Date.now();
  else if (answer) away = true;
}

const dialog = document.createElement("dialog");
const question = document.createElement("h2");
question.textContent = "Ben je er nog?";
const words = document.createElement("p");
words.textContent = "Zo meteen log je vanzelf uit. Blijf je ingelogd?";
const button = document.createElement("button");
button.className = "button button-strong";
button.textContent = "Ja, ik ben er nog";
button.addEventListener("click", () => dialog.close());
dialog.setAttribute("aria-labelledby", "er-nog");
question.id = "er-nog";
dialog.append(question, words, button);
dialog.addEventListener("close", stay);
document.body.append(dialog);

for (const kind of ["input", "keydown", "pointerdown"]) document.addEventListener(kind, () => (active = true), { passive: true });

setInterval(() => {
  const quiet = Date.now() - seen;
  if (away || dialog.open) return;
  if (active && quiet > tellMs) stay();
  else if (quiet > idleMs - askMs) dialog.showModal();
}, 1000);
