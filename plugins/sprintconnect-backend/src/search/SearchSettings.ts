import { z } from 'zod';
import { count } from '../settings';

const embeddingSettingsSchema = z.strictObject({
  /** Where the route `/embeddings` is, such as `https://models.example/v1`. */
  url: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1).max(200),
  dimensions: count(1, 8_192),
  apiKey: z.string().min(1).optional(),
});

/** The section `sprintconnect.search` of the configuration. */
export const searchSettingsSchema = z.strictObject({
  embeddings: embeddingSettingsSchema
    .nullish()
    .transform(settings => settings ?? undefined),
});

export type SearchSettings = z.output<typeof searchSettingsSchema>;
export type EmbeddingSettings = z.output<typeof embeddingSettingsSchema>;
