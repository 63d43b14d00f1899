type Body = string | Uint8Array | null;

/** What goes onto the wire of a request, beside its address. Header names are in lower case. */
export interface Message {
  method: string;
  headers: Record<string, string>;
  body: Body;
}

const TYPES = {
  text: 'text/plain;charset=UTF-8',
  form: 'application/x-www-form-urlencoded;charset=UTF-8',
};

/**
 * What a `fetch` of these options sends (Fetch, "HTTP-network-or-cache fetch"). Bodies are texts, forms (URLSearchParams) and bytes; what
 * streams is refused, with a TypeError, because nobody here sends such.
 */
export function messageOf({
  method = 'GET',
  headers,
  body,
}: RequestInit): Message {
  const content = contentOf(body);
  const sent: Message = {
    method: method.toUpperCase(),
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip, br',
      'user-agent': 'SprintConnect',
      ...(content.type && { 'content-type': content.type }),
    },
    body: content.body,
  };
  for (const [name, value] of pairsOf(headers)) {
    sent.headers[name.toLowerCase()] = value;
  }
  return sent;
}

function pairsOf(headers: RequestInit['headers']): Iterable<[string, string]> {
  if (!headers) return [];
  const isPlain = Object.getPrototypeOf(headers) === Object.prototype;
  // Of repeated names Headers make one.
  return isPlain ? Object.entries(headers) : new Headers(headers);
}

function contentOf(body: RequestInit['body']): { body: Body; type?: string } {
  if (body === undefined || body === null) return { body: null };
  if (typeof body === 'string') return { body, type: TYPES.text };
  if (body instanceof URLSearchParams)
    return { body: body.toString(), type: TYPES.form };
  if (body instanceof Uint8Array) return { body };
  throw new TypeError(
    'Egress sends text, forms and bytes, and no other kind of body',
  );
}
