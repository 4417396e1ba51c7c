// One page of a gemeente, with ours or a peer on it, each embedded as its own documentation says; and a server behind it.
import { mkdtemp, readFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeServer } from "../dev/fake-server.mjs";

export const PEERS = { "deep-chat": "2.4.2", "rasa-webchat": "1.0.1" };
const ANSWER = "Dat is zwaar, elke nacht wakker. Veel kinderen van 3 slapen een tijd slecht. Het gaat bijna altijd over.";
const paragraph = "<p>Heb je een vraag over opvoeden of opgroeien? In Voorbeeldstad kun je bij veel mensen terecht. Voor de meeste hulp heb je geen verwijzing nodig.</p>";
const page = (head, tag) => `<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Jeugd en gezin</title>${head}</head><body><h1>Jeugd en gezin</h1>${paragraph.repeat(4)}${tag}${paragraph.repeat(4)}</body></html>`;

/** `opener` is null where the chat has no button of its own and stands in the page. */
export const subjects = {
  wegwijs: {
    host: "wegwijs-chat", opener: ".opener", panel: ".panel", field: "textarea", bubble: ".from-bot .bubble", words: "slapen",
    html: page('<script src="/widget/wegwijs-chat.js" defer></script>', '<wegwijs-chat gemeente="voorbeeldstad"><a href="/chat/voorbeeldstad">Vraag het Wegwijs</a></wegwijs-chat>'),
  },
  "deep-chat": {
    host: "deep-chat", opener: null, panel: "#container", field: "#text-input", bubble: ".ai-message-text", words: "slapen",
    html: page('<script type="module" src="/peer/deep-chat.js"></script>', `<deep-chat connect='{"url": "/peer/deep-chat"}' introMessage='{"text": "Hoi"}'></deep-chat>`),
  },
  "rasa-webchat": {
    host: null, opener: ".rw-launcher", panel: ".rw-conversation-container", field: ".rw-new-message", bubble: ".rw-response", words: "slapen",
    html: page('<script src="/peer/rasa-webchat.js" defer></script><script src="/peer/rasa-webchat-start.js" defer></script>', '<div id="webchat"></div>'),
  },
};
const START = `WebChat.default({ selector: "#webchat", initPayload: "/get_started", customData: {}, socketUrl: location.origin, socketPath: "/socket.io/", title: "Chat" });`;

/** Folder with the peers in it, or null with the reason when npm cannot get them. */
export async function installPeers() {
  const folder = process.env.PEERS ?? await mkdtemp(join(tmpdir(), "wegwijs-bench-"));
  if (process.env.PEERS) return { folder };
  const wanted = Object.entries(PEERS).map(([name, version]) => `${name}@${version}`);
  try {
    execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", ...wanted], { stdio: "pipe" });
    return { folder };
  } catch (error) {
    return { folder: null, reason: String(error.stderr ?? error).split("\n").slice(0, 2).join(" ") };
  }
}

const script = (response, text) => response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" }).end(text);

async function peerFile(response, path, folder) {
  if (path === "/peer/rasa-webchat-start.js") return script(response, START);
  if (path === "/peer/rasa-webchat.js") return script(response, await readFile(join(folder, "node_modules/rasa-webchat/lib/index.js")));
  if (path === "/peer/deep-chat.js") return script(response, await readFile(join(folder, "node_modules/deep-chat/dist/deepChat.bundle.js")));
  return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ text: ANSWER }));
}

function talk(socket) {
  socket.on("session_request", ({ session_id: id }) => { socket.emit("session_confirm", id ?? socket.id); });
  socket.on("user_uttered", () => { socket.emit("bot_uttered", { text: ANSWER }); });
}

/** Serves every page at `/{subject}`; the API of ours is the stand-in of dev/. */
export function createBenchServer(folder) {
  const fake = createFakeServer().server;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const subject = subjects[pathname.slice(1)];
    if (subject) response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(subject.html);
    else if (pathname.startsWith("/peer/")) void peerFile(response, pathname, folder);
    else fake.emit("request", request, response);
  });
  if (folder) {
    const { Server } = createRequire(join(folder, "package.json"))("socket.io");
    new Server(server, { allowEIO3: true }).on("connection", talk);
  }
  return server;
}
