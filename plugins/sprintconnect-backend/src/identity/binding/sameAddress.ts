/**
 * Whether two URLs mean the same address, apart from query and fragment (RFC 9449, section 4.3, check 9), after the
 * normalisations of RFC 3986, sections 6.2.2 and 6.2.3. False when one is not an http(s) URL.
 */
export function sameAddress(a: string, b: string): boolean {
  const one = normal(a);
  // Most clients spell it as we do.
  return one !== undefined && (a === b || one === normal(b));
}

function normal(text: string): string | undefined {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (!url || url.username || url.password) return undefined;
  const path = url.pathname.replace(/%[0-9a-f]{2}/gi, escape => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
  return url.origin + path;
}
