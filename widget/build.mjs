// Three files: dist/wegwijs-chat.js, which every page loads, dist/wegwijs-chat-open.js, the chat itself, and dist/wegwijs-chat-more.js, which
// comes when somebody wants to keep something or hear it.
// `import css from './x.css?raw'` becomes minified text. Fails above the weights that we promise.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const loader = join(here, "dist/wegwijs-chat.js");
const chat = join(here, "dist/wegwijs-chat-open.js");
const more = join(here, "dist/wegwijs-chat-more.js");
const LOADER_GZIP = 3 * 1024;
const ALL_GZIP = 30 * 1024;

const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onResolve({ filter: /\.css\?raw$/ }, (args) => ({
      path: join(args.resolveDir, args.path.replace(/\?raw$/, "")),
      namespace: "css-as-text",
    }));
    build.onLoad({ filter: /.*/, namespace: "css-as-text" }, async (args) => {
      const source = await readFile(args.path, "utf8");
      const { code } = await esbuild.transform(source, { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text", watchFiles: [args.path] };
    });
  },
};

const common = {
  bundle: true,
  minify: true,
  target: ["es2022", "chrome123", "edge123", "firefox125", "safari17.5"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/*! Wegwijs, EUPL-1.2 */" },
  plugins: [cssAsText],
  logLevel: "warning",
};
const gzip = async (file) => gzipSync(await readFile(file), { level: 9 }).length;

const version = async (file) => createHash("sha256").update(await readFile(file)).digest("hex").slice(0, 10);

await esbuild.build({ ...common, entryPoints: [join(here, "src/more.ts")], outfile: more, format: "esm" });
await esbuild.build({
  ...common, entryPoints: [join(here, "src/open-chat.ts")], outfile: chat, format: "esm", define: { MORE: JSON.stringify(await version(more)) },
});
await esbuild.build({
  ...common, entryPoints: [join(here, "src/define.ts")], outfile: loader, format: "iife", define: { VERSION: JSON.stringify(await version(chat)) },
});
const open = (await gzip(loader)) + (await gzip(chat));
const weights = [[loader, await gzip(loader), LOADER_GZIP], [chat, open, ALL_GZIP], [more, open + (await gzip(more)), ALL_GZIP]];
for (const [file, weight, limit] of weights) {
  process.stdout.write(`${relative(here, file)}: ${weight} bytes gzip${file === loader ? "" : " with what came before it"}, limit ${limit}\n`);
  if (weight > limit) {
    process.stderr.write("Te zwaar.\n");
    process.exitCode = 1;
  }
}
