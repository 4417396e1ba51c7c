// Bundles src/define.ts into one script; `import css from './x.css?raw'` becomes minified text.
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outfile = join(here, "dist/wegwijs-chat.js");
const BUDGET_GZIP = 20 * 1024;

const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onResolve({ filter: /\.css\?raw$/ }, (args) => ({
      path: join(args.resolveDir, args.path.replace(/\?raw$/, "")),
      namespace: "css-as-text",
    }));
    build.onLoad({ filter: /.*/, namespace: "css-as-text" }, async (args) => {
      const source = await readFile(args.path, "utf8");
      const { code } = await esbuild.transform(source, { loader: "css", minify: true, target: ["safari16.4"] });
      return { contents: code.trim(), loader: "text", watchFiles: [args.path] };
    });
  },
};

const options = {
  entryPoints: [join(here, "src/define.ts")],
  outfile,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/*! Wegwijs, EUPL-1.2 */" },
  plugins: [cssAsText],
  logLevel: "warning",
};

if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
  const { size } = await stat(outfile);
  const gzip = gzipSync(await readFile(outfile), { level: 9 }).length;
  process.stdout.write(`${relative(here, outfile)}: ${size} bytes, ${gzip} gzip\n`);
  if (gzip > BUDGET_GZIP) {
    process.stderr.write(`Te zwaar: ${gzip} bytes gzip, de grens is ${BUDGET_GZIP}.\n`);
    process.exitCode = 1;
  }
}
