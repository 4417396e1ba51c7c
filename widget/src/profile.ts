/** What a gemeente decided about the chat on its site: on or off, on which pages, in which colours. */
export interface PageRule { path: string; on: boolean; topic: string }
export interface Profile { id: string; on: boolean; pages: readonly PageRule[]; theme: Readonly<Record<string, string>> }

/** `/jeugd` is one page, `/jeugd*` everything that begins with it; the first rule that fits counts. The server takes off a last slash. */
export const ruleFor = (profile: Profile | undefined, path: string): PageRule | undefined =>
  profile?.pages.find((rule) => (rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : rule.path === path.replace(/\/+$/, "")));

/** The tokens of the profile, except what the page itself says already. */
export const themeOf = ({ theme }: Profile, page: CSSStyleDeclaration): string =>
  `:host{${Object.keys(theme).filter((name) => !page.getPropertyValue(name)).map((name) => `${name}:${theme[name] ?? ""}`).join(";")}}`;
