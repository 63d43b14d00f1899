import { Readable } from 'node:stream';
import type { Permission } from '@backstage/plugin-permission-common';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';

/** What makes one document type. */
export interface Collation<T> {
  type: string;
  visibilityPermission: Permission;
  /** Everything there is, page after page. */
  list(): AsyncIterable<T>;
  toDocument(item: T): IndexableDocument;
}

/** Streams everything that is listed as documents; a page that fails ends the stream with its error. */
export function createCollatorFactory<T>(
  collation: Collation<T>,
): DocumentCollatorFactory {
  const { type, visibilityPermission, list, toDocument } = collation;
  return {
    type,
    visibilityPermission,
    async getCollator() {
      return Readable.from(
        (async function* documents() {
          for await (const item of list()) yield toDocument(item);
        })(),
      );
    },
  };
}
