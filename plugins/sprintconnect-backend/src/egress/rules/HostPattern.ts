import { isAddress } from '../addresses/classifyAddress';

const LABEL = /^[a-z0-9_*]([a-z0-9_*-]*[a-z0-9_*])?$/;
const LABEL_LENGTH_MAX = 63;

/** A host name with `*` for what may differ: see `host` of an egress rule. */
export class HostPattern {
  /** In the spelling that URLs use. */
  readonly text: string;
  /** The labels behind the last `*`, by which rules are found; the whole name where there is none, and empty for every host. */
  readonly tail: string;
  readonly #fits: (host: string) => boolean;

  private constructor(text: string) {
    this.text = text;
    const labels = text.split('.');
    const lastOpen = labels.findLastIndex(label => label.includes('*'));
    this.tail = labels.slice(lastOpen + 1).join('.');
    this.#fits = matcherOf(text);
  }

  /** The pattern, or in words what is wrong with the text. */
  static read(given: string): HostPattern | { fault: string } {
    const text = given.trim().replace(/\.$/, '');
    if (isAddress(text.replace(/^\[(.*)\]$/, '$1'))) {
      return {
        fault: `is an address. Leave the host out, and give the range ${text.includes(':') ? `${text.replace(/[[\]]/g, '')}/128` : `${text}/32`}`,
      };
    }
    // URLs write names of other scripts in Punycode; a star is no letter of a name, and stays.
    const canonical = text
      .split('.')
      .map(label =>
        label.includes('*') ? label.toLowerCase() : inAscii(label),
      );
    const isName = canonical.every(
      label =>
        label !== undefined &&
        label.length <= LABEL_LENGTH_MAX &&
        LABEL.test(label),
    );
    if (!isName || canonical.some(label => label!.split('*').length > 2)) {
      return {
        fault:
          'isn\'t a host name such as mcp.example.com, or a pattern such as *.example.com or "*"',
      };
    }
    return new HostPattern(canonical.join('.'));
  }

  get isAny(): boolean {
    return this.text === '*';
  }

  /** Whether a host of a URL, in its spelling and without a dot at the end, is one of these. */
  fits(host: string): boolean {
    return this.#fits(host);
  }
}

function inAscii(label: string): string | undefined {
  if (!/^[^\s/?#@\\:%[\]]+$/.test(label)) return undefined;
  const url = `http://${label}.example/`;
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return hostname.slice(0, -'.example'.length);
}

function matcherOf(text: string): (host: string) => boolean {
  if (text === '*') return () => true;
  if (!text.includes('*')) return host => host === text;
  const rest = text.slice(1);
  if (text.startsWith('*.') && !rest.includes('*')) {
    return host => host.length > rest.length && host.endsWith(rest);
  }
  const [first, ...labels] = text
    .split('.')
    .map(label => label.replaceAll('*', '[^.]*'));
  const isDeep = text.startsWith('*.');
  const expression = new RegExp(
    `^${isDeep ? '[^.]+(\\.[^.]+)*' : first}${labels.map(each => `\\.${each}`).join('')}$`,
  );
  return host => expression.test(host);
}
