import js from "@eslint/js";
import tseslint from "typescript-eslint";

const htmlSinks = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc"];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "dev/shots/"] },
  js.configs.recommended,
  {
    files: ["src/**/*.ts", "tests/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "complexity": ["error", 10],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 60],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-definitions": "off",
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      // The page may forbid markup sinks (Trusted Types) and inline style (CSP); we never need either.
      "no-restricted-properties": ["error", ...htmlSinks.map((property) => ({ property, message: "Bouw DOM met el()." })),
        { object: "document", property: "write", message: "Bouw DOM met el()." },
        { property: "style", message: "Geen inline stijl: zet een klasse of data-attribuut." }],
      "no-restricted-globals": ["error", { name: "localStorage", message: "Alleen sessionStorage, via session.ts." }],
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/api.ts"],
    rules: { "no-restricted-syntax": ["error", { selector: "CallExpression[callee.name='fetch']", message: "Alleen api.ts praat met de server." }] },
  },
  { files: ["tests/**/*.ts"], rules: { "max-lines-per-function": "off" } },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { process: "readonly", Buffer: "readonly", URL: "readonly", setTimeout: "readonly", document: "readonly", window: "readonly", getComputedStyle: "readonly", fetch: "readonly",
      performance: "readonly", PerformanceObserver: "readonly", requestAnimationFrame: "readonly" } },
  },
);
