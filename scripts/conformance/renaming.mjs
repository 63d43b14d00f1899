// The suite knows the tools and prompts of its fixture by their names. Where all servers stand in one list, ours begin with that of their
// server: so what it asks is renamed on its way in, and lists on their way out. Everything else passes as it is.

/** Changes of one endpoint: the key of the caller on every request, and names where `prefix` stands before them. */
export function createChange({ token, prefix = '' }) {
  const inward = name =>
    typeof name === 'string' && !name.startsWith(prefix) ? prefix + name : name;
  const outward = ({ name, ...rest }) => ({
    name: name.startsWith(prefix) ? name.slice(prefix.length) : name,
    ...rest,
  });
  const names = ['tools/call', 'prompts/get'];
  return {
    request({ headers, text }) {
      const changed = { ...headers, authorization: `Bearer ${token}` };
      // What comes back is read.
      delete changed['accept-encoding'];
      const message = prefix ? parsed(text) : undefined;
      if (!message?.params) return { headers: changed, text };
      const { method, params } = message;
      if (names.includes(method)) {
        params.name = inward(params.name);
        const header = headers['mcp-name'];
        if (header !== undefined) changed['mcp-name'] = inward(header);
      }
      if (params.ref?.type === 'ref/prompt') {
        params.ref.name = inward(params.ref.name);
      }
      return { headers: changed, text: JSON.stringify(message) };
    },
    response(text) {
      const message = prefix ? parsed(text) : undefined;
      const lists = ['tools', 'prompts'].filter(list =>
        Array.isArray(message?.result?.[list]),
      );
      if (lists.length === 0) return text;
      for (const list of lists) {
        message.result[list] = message.result[list].map(outward);
      }
      return JSON.stringify(message);
    },
  };
}

/** Undefined where it is no JSON, which the suite sends on purpose. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
