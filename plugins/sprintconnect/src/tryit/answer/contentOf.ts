import { isObject } from '../arguments/givenSchema';

/** A part of a result, as a page shows it (MCP, `ContentBlock` and `ResourceContents`). */
export type Content =
  | { kind: 'text'; text: string; mimeType?: string }
  | {
      kind: 'media';
      as: 'image' | 'audio' | 'file';
      type: string;
      data: string;
    }
  | {
      kind: 'link';
      uri: string;
      name?: string;
      description?: string;
      mimeType?: string;
      size?: number;
    }
  | { kind: 'resource'; uri: string; content: Content }
  | { kind: 'unknown'; type: string; value: unknown };

const text = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

/** One block of a tool's result, or of a prompt's message. What is none stays as it is. Pure. */
export function contentOf(value: unknown): Content {
  const block = isObject(value) ? value : {};
  const unknown: Content = {
    kind: 'unknown',
    type: text(block.type) ?? typeof value,
    value,
  };
  switch (block.type) {
    case 'text':
      return typeof block.text === 'string'
        ? { kind: 'text', text: block.text }
        : unknown;
    case 'image':
    case 'audio':
      return typeof block.data === 'string'
        ? {
            kind: 'media',
            as: block.type,
            type: text(block.mimeType) ?? 'application/octet-stream',
            data: block.data,
          }
        : unknown;
    case 'resource_link':
      return typeof block.uri === 'string' ? linkOf(block.uri, block) : unknown;
    case 'resource':
      return isObject(block.resource) ? resourceOf(block.resource) : unknown;
    default:
      return unknown;
  }
}

function linkOf(uri: string, block: Record<string, unknown>): Content {
  return {
    kind: 'link',
    uri,
    name: text(block.title) ?? text(block.name),
    description: text(block.description),
    mimeType: text(block.mimeType),
    size: typeof block.size === 'number' ? block.size : undefined,
  };
}

/** What a resource holds. Pure. */
export function resourceOf(value: unknown): Content {
  const resource = isObject(value) ? value : {};
  const mimeType = text(resource.mimeType);
  const uri = text(resource.uri) ?? '';
  if (typeof resource.text === 'string') {
    const content: Content = { kind: 'text', text: resource.text, mimeType };
    return { kind: 'resource', uri, content };
  }
  if (typeof resource.blob === 'string') {
    const type = mimeType ?? 'application/octet-stream';
    const [family] = type.split('/');
    const as = family === 'image' || family === 'audio' ? family : 'file';
    const content: Content = { kind: 'media', as, type, data: resource.blob };
    return { kind: 'resource', uri, content };
  }
  return { kind: 'unknown', type: 'resource', value };
}
