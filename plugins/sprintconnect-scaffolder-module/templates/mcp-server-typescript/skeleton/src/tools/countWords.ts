import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const words = new Intl.Segmenter('en', { granularity: 'word' });
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** An example to replace: small, but with all that clients want to know of a tool. */
export function addCountWords(server: McpServer): void {
  server.registerTool(
    'count_words',
    {
      title: 'Count words',
      description:
        'Counts the words and sentences of a text, also in languages that write no spaces.',
      inputSchema: z.object({
        text: z.string().max(100_000).describe('The text, not its address'),
      }),
      outputSchema: z.object({
        words: z.int().min(0),
        sentences: z.int().min(0),
      }),
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    ({ text }) => {
      const counts = {
        words: [...words.segment(text)].filter(each => each.isWordLike).length,
        sentences: [...sentences.segment(text.trim())].length,
      };
      return {
        structuredContent: counts,
        // For clients that read no structured content.
        content: [{ type: 'text', text: JSON.stringify(counts) }],
      };
    },
  );
}
