/** Turns texts into vectors that lie close together where the texts mean the like. */
export interface EmbeddingProvider {
  /** Which model; vectors of two models cannot be compared. */
  readonly model: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /** One vector of length 1 for each text, in their order. Throws when the provider fails or answers something else. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}
