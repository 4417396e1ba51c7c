/** The one check of an address that comes from outside: a page on the web, never a script. */
export function webAddress(url: string, base?: string): string | null {
  try {
    const { protocol, href } = new URL(url, base);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}
