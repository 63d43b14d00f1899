const EXPRESSION = /\{([+#./;?&]?)([^{}]*)\}/g;
const VARIABLES_MAX = 50;

interface Expression {
  operator: string;
  names: { name: string; max?: number }[];
}

/** How each operator writes its values (RFC 6570, appendix A). */
const OPERATORS: Record<
  string,
  { first: string; between: string; named?: boolean; reserved?: boolean }
> = {
  '': { first: '', between: ',' },
  '+': { first: '', between: ',', reserved: true },
  '#': { first: '#', between: ',', reserved: true },
  '.': { first: '.', between: '.' },
  '/': { first: '/', between: '/' },
  ';': { first: ';', between: ';', named: true },
  '?': { first: '?', between: '&', named: true },
  '&': { first: '&', between: '&', named: true },
};

/** The variables of a URI template, each once, as they come (RFC 6570). Pure. */
export function variablesOf(template: string): string[] {
  const all = [...template.matchAll(EXPRESSION)].flatMap(found =>
    expressionOf(found).names.map(({ name }) => name),
  );
  return [...new Set(all)].slice(0, VARIABLES_MAX);
}

/** The URI that a template stands for with these values; each is one text (RFC 6570, level 3, and prefixes). Pure. */
export function expandTemplate(
  template: string,
  values: Readonly<Record<string, unknown>>,
): string {
  return template.replace(EXPRESSION, (...found) => {
    const { operator, names } = expressionOf(found as unknown as string[]);
    const { first, between, named, reserved } = OPERATORS[operator];
    const given = names.filter(
      ({ name }) => textOf(values, name) !== undefined,
    );
    const parts = given.map(({ name, max }) => {
      const whole = textOf(values, name)!;
      // By characters, not by halves of them.
      const text =
        max === undefined ? whole : [...whole].slice(0, max).join('');
      const written = reserved ? withReserved(text) : strictly(text);
      if (!named) return written;
      return operator === ';' && !written ? name : `${name}=${written}`;
    });
    return parts.length > 0 ? first + parts.join(between) : '';
  });
}

function expressionOf([, operator, list]: readonly string[]): Expression {
  const names = list
    .split(',')
    .filter(Boolean)
    .map(each => {
      const [name, max] = each.replace(/\*$/, '').split(':');
      return { name, ...(max && { max: Number(max) }) };
    });
  return { operator, names };
}

function textOf(values: Readonly<Record<string, unknown>>, name: string) {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined || value === null ? undefined : String(value);
}

function strictly(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Reserved characters, and what is percent-encoded already, stay. */
function withReserved(text: string): string {
  return encodeURI(wellFormed(text))
    .replace(/%25([0-9a-f]{2})/gi, '%$1')
    .replace(/%5B/g, '[')
    .replace(/%5D/g, ']');
}

/** Half of a surrogate pair cannot be encoded. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
