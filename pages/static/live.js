/* Live chat for staff: news comes by itself. Everything on these pages works without this file, with the links and buttons that are there. */
const live = document.getElementById("live");
const chat = live.dataset.gesprek;
const base = "/beheer/gesprekken";
const at = (id) => document.getElementById(id);
const log = at("gesprek");
const frame = at("venster");
const title = document.title;
const LOST = "De verbinding is weg. We proberen het steeds opnieuw. Wat je typt, blijft staan.";
const NOT_SENT = "Niet verstuurd: er is geen verbinding. Je tekst staat er nog. Probeer het zo nog eens.";
const WIPED = "Dit gesprek is er niet meer. De ouder heeft het gewist, of je bent uitgelogd.";
const OVER = "Dit gesprek is klaar. De ouder ziet niet meer wat je typt. Kopieer je tekst als je die wilt bewaren.";
const NEAR_END_PX = 60;
let last = Number(live.dataset.na ?? 0);
let readTo = last;
let source;

function post(path, fields = {}) {
  return fetch(`${base}/${chat}/${path}`, {
    method: "POST",
    headers: { "X-CSRF-Token": document.body.dataset.csrf, Accept: "application/json" },
    body: new URLSearchParams(fields),
  });
}

function fill(item, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const place of item.querySelectorAll(`[data-fill="${name}"]`)) {
      if (typeof value === "boolean") place.hidden = !value;
      else if (place.textContent !== value) place.textContent = value;
    }
  }
}

function made(pattern, id) {
  const item = at(`patroon-${pattern}`).content.firstElementChild.cloneNode(true);
  item.dataset.id = id;
  for (const form of item.querySelectorAll("form")) form.action = form.getAttribute("action").replace("/-/", `/${id}/`);
  for (const link of item.querySelectorAll("a")) link.href = link.getAttribute("href").replace(/-$/, id);
  return item;
}

/* Rows keep their place and their focus: only what is new comes, and only what is gone goes. */
function sync(list, pattern, rows, values) {
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  for (const row of rows) {
    const item = known.get(row.id) ?? list.appendChild(made(pattern, row.id));
    known.delete(row.id);
    fill(item, values(row));
    const to = item.querySelector("[name=tot]");
    if (to) to.value = row.danger.tot;
  }
  for (const item of known.values()) item.remove();
}

function show(stand) {
  const own = stand.danger ? [{ id: chat, name: "Dit gesprek", danger: stand.danger }] : [];
  const dangers = [...own, ...[...stand.waiting, ...stand.mine].filter((row) => row.danger)];
  sync(at("gevaar"), "gevaar", dangers, (row) => ({ name: `${row.name}.`, about: row.name, words: row.danger.words }));
  sync(at("wachtenden"), "wacht", stand.waiting, (row) => ({ name: row.name, about: row.name, tag: Boolean(row.danger) }));
  sync(at("mijn"), "mijn", stand.mine, (row) => ({ name: row.name, words: row.words, tag: Boolean(row.danger) }));
  if (at("wachtend").textContent !== stand.words) at("wachtend").textContent = stand.words;
  at("geen").hidden = stand.mine.length > 0;
  const unread = stand.mine.reduce((sum, row) => sum + row.unread, 0) + (document.hidden ? unseen() : 0);
  const told = [dangers.length ? "Gevaar" : "", unread ? `${unread} nieuw` : "", stand.waiting.length ? `${stand.waiting.length} wacht` : ""];
  const words = told.filter(Boolean).join(", ");
  document.title = words ? `(${words}) ${title}` : title;
  if (!chat) return;
  const typing = stand.typing ? "De ouder is aan het typen." : "";
  if (at("laatste").textContent !== typing) at("laatste").textContent = typing;
  if (!stand.talking) over();
}

/* What was typed and cannot be said any more stays on the screen. */
function over() {
  source.close();
  if (!at("tekst").value.trim()) { location.reload(); return; }
  log.replaceChildren();
  at("tekst").readOnly = true;
  at("verbinding").textContent = OVER;
}

const unseen = () => [...log?.querySelectorAll(".from-user") ?? []].filter((item) => Number(item.dataset.id) > readTo).length;

function add(line) {
  if (Number(line.id) <= last) return;
  last = Number(line.id);
  const near = frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR_END_PX;
  const item = made("regel", line.id);
  item.className = `live-line from-${line.from}`;
  fill(item, { sender: line.sender, at: line.at });
  item.querySelector("[data-fill=lines]").replaceChildren(...line.words.map((words) => {
    const part = document.createElement("p");
    part.dir = "auto";
    part.textContent = words;
    return part;
  }));
  log.append(item);
  if (near || line.from === "wijkteam") frame.scrollTop = frame.scrollHeight;
  markRead();
}

function markRead() {
  if (document.hidden || last <= readTo) return;
  readTo = last;
  post("gelezen", { tot: last }).catch(() => { readTo = 0; });
}

function listen() {
  source = new EventSource(chat ? `${live.dataset.stroom}?na=${last}` : live.dataset.stroom);
  const gone = () => {
    source.close();
    if (!chat) { location.reload(); return; }
    log.replaceChildren();
    at("zeg").hidden = true;
    at("verbinding").textContent = WIPED;
  };
  source.addEventListener("open", () => { at("verbinding").textContent = ""; });
  source.addEventListener("error", () => {
    if (!at("zeg")?.hidden) at("verbinding").textContent = LOST;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
  source.addEventListener("stand", (event) => show(JSON.parse(event.data)));
  source.addEventListener("nu", (event) => show(JSON.parse(event.data)));
  source.addEventListener("bericht", (event) => add(JSON.parse(event.data)));
  source.addEventListener("weg", gone);
}

function talk() {
  const form = at("zeg");
  const field = at("tekst");
  const error = at("tekst-fout");
  const button = form.querySelector("button");
  let sending = false;
  let told = 0;
  at("tekst-uitleg").textContent = "Enter verstuurt. Shift en Enter samen geven een nieuwe regel.";

  function wrong(words) {
    error.textContent = words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  async function send() {
    if (sending || !field.value.trim()) { field.focus(); return; }
    sending = true;
    button.setAttribute("aria-disabled", "true");
    const typed = field.value;
    /* The same words go under the same number until they arrived: what was lost on the way back is not said twice. */
    try {
      const answer = await post("zeg", { text: typed, once: form.elements.once.value });
      if (answer.ok) {
        form.elements.once.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
        field.value = field.value === typed ? "" : field.value.slice(typed.length);
        wrong("");
      } else {
        const told = await answer.json().catch(() => ({}));
        wrong(told.detail ?? "Dit is niet verstuurd. Vernieuw de pagina en probeer het opnieuw. Kopieer eerst je tekst.");
      }
    } catch {
      wrong(NOT_SENT);
    }
    sending = false;
    button.removeAttribute("aria-disabled");
    field.focus();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) send();
  });
  field.addEventListener("input", () => {
    if (!field.value.trim() || Date.now() - told < 3000) return;
    told = Date.now();
    post("typt").catch(() => undefined);
  });
  document.addEventListener("visibilitychange", markRead);
  frame.scrollTop = frame.scrollHeight;
}

if (chat) talk();
listen();
/* A form that leaves the page decides which page comes next: news that arrives meanwhile must not reload this one. */
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) source.close(); });
