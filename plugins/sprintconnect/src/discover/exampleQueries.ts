import type { CapabilityHit } from '@sprintconnect/plugin-sprintconnect-common';
import { wordsOf } from './markWords';

/**
 * Searches that would find something, made of the names of what exists: of each server its first tool of at least
 * two words, at most `count`.
 */
export function exampleQueries(hits: CapabilityHit[], count: number): string[] {
  const byServer = new Map<string, string>();
  for (const { capability, server } of hits) {
    const words = wordsOf(capability.name);
    const telling = words.length > 1 && words.length < 5;
    if (capability.kind === 'tool' && telling && !byServer.has(server.id)) {
      byServer.set(server.id, words.join(' '));
    }
  }
  return [...new Set(byServer.values())].slice(0, count);
}
