import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const SOURCE = resolve(__dirname, '..');
const TONES = ['neutral', 'info', 'success', 'warning', 'danger'] as const;

type Rgb = [number, number, number];
type Tokens = Map<string, string>;

const toneCss = readFileSync(join(__dirname, 'tone.module.css'), 'utf8');
const surfaceCss = readFileSync(join(__dirname, 'surface.module.css'), 'utf8');
// Jest has a stub for what ends with .css.
const uiFolder = dirname(require.resolve('@backstage/ui/package.json'));
const uiCss = readFileSync(join(uiFolder, 'dist/css/styles.css'), 'utf8');

/** What the first rule whose selector ends so declares. */
function declared(css: string, selector: string): Tokens {
  const escaped = selector.replace(/[.[\]']/g, '\\$&');
  const body = new RegExp(`${escaped}[^{}]*\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(each => [
      each[1],
      each[2].trim(),
    ]),
  );
}

/** The tokens of Backstage UI in a theme, and what a surface of ours makes of them. */
function tokensOf(theme: 'light' | 'dark'): Tokens {
  return new Map([
    ...declared(uiCss, ':root'),
    ...declared(uiCss, "[data-theme-mode='light']"),
    ...(theme === 'dark'
      ? [
          ...declared(uiCss, "[data-theme-mode='dark']"),
          ...declared(surfaceCss, "[data-theme-mode='dark'] .surface"),
        ]
      : []),
  ]);
}

function parseHex(hex: string): Rgb {
  const digits = hex.length === 4 ? [...hex.slice(1)].map(d => d + d) : [];
  const pairs = digits.length > 0 ? digits : hex.slice(1).match(/../g)!;
  return pairs.map(each => parseInt(each, 16)) as Rgb;
}

/** A colour as it is drawn over `under`. */
function colour(value: string, tokens: Tokens, under: Rgb): Rgb {
  const text = value.replace(/\s+/g, ' ').trim();
  if (text.startsWith('#')) return parseHex(text);
  const named = /^var\((--[\w-]+)\)$/.exec(text);
  if (named) return colour(tokens.get(named[1]) ?? '', tokens, under);
  const veil = /^oklch\((0|100)% 0 0 \/ (\d+)%\)$/.exec(text);
  if (veil) {
    const from = veil[1] === '0' ? 0 : 255;
    const alpha = Number(veil[2]) / 100;
    return under.map(each => from * alpha + each * (1 - alpha)) as Rgb;
  }
  const mixed =
    /^color-mix\( ?in srgb, (var\([\w-]+\))(?: (\d+)%)?, (var\([\w-]+\)|transparent)(?: (\d+)%)? ?\)$/.exec(
      text,
    );
  if (!mixed) throw new Error(`Not a colour that this test reads: "${text}"`);
  const [, one, oneShare, other, otherShare] = mixed;
  const share = oneShare
    ? Number(oneShare) / 100
    : 1 - Number(otherShare ?? 50) / 100;
  const a = colour(one, tokens, under);
  const b = other === 'transparent' ? under : colour(other, tokens, under);
  return a.map((each, index) => each * share + b[index] * (1 - share)) as Rgb;
}

/** WCAG 2.2, "relative luminance". */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map(each => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort(
    (a, b) => a - b,
  );
  return (bright + 0.05) / (dark + 0.05);
}

function toneTokens(tone: (typeof TONES)[number]): Tokens {
  return declared(toneCss, `.${tone}`);
}

describe.each(['light', 'dark'] as const)('tones in the %s theme', theme => {
  const tokens = tokensOf(theme);
  const ground = (name: string) => colour(`var(${name})`, tokens, [0, 0, 0]);
  /** Of pages, and of cards and dialogs. */
  const grounds = ['--bui-bg-app', '--bui-bg-neutral-1'].map(ground);

  it.each(TONES)('%s is drawn with a contrast of 3 and more', tone => {
    const mark = toneTokens(tone).get('--tone-mark')!;
    for (const under of grounds) {
      expect(
        contrast(colour(mark, tokens, under), under),
      ).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(TONES)('words in %s have a contrast of 4.5 and more', tone => {
    const text = toneTokens(tone).get('--tone-text')!;
    const own = toneTokens(tone).get('--tone-ground')!;
    for (const under of grounds) {
      const behind = colour(own, tokens, under);
      for (const each of [under, behind]) {
        expect(
          contrast(colour(text, tokens, each), each),
        ).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('rings what has the focus with a contrast of 3 and more', () => {
    for (const under of grounds) {
      expect(
        contrast(colour('var(--bui-ring)', tokens, under), under),
      ).toBeGreaterThanOrEqual(3);
    }
  });

  it('writes secondary words with a contrast of 4.5 and more', () => {
    for (const under of grounds) {
      expect(
        contrast(colour('var(--bui-fg-secondary)', tokens, under), under),
      ).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('the colours of states', () => {
  const sheets = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter(each => each.endsWith('.css'))
    .filter(each => !/ui\/(tone|surface)\.module\.css$/.test(each));

  it('are named in tone.module.css and nowhere else', () => {
    expect(sheets.length).toBeGreaterThan(50);
    const own = sheets.filter(each =>
      /--bui-(fg|bg|border)-(success|warning|danger)/.test(
        readFileSync(join(SOURCE, each), 'utf8'),
      ),
    );
    expect(own).toEqual([]);
  });
});
