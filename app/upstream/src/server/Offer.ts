import type {
  CallToolResult,
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';

/** What a tool may do besides answering: change what the server offers, or seal state for another round. */
export interface Surroundings {
  /** Shows or hides the extra tool or prompt of the fixture and announces that the list changed. */
  toggle(what: 'tool' | 'prompt'): void;
  /** Seals state that travels through the client; what comes back is checked before the tool runs. */
  seal(state: unknown): Promise<string>;
}

type Answer<T> = T | InputRequiredResult;

export interface ToolEntry {
  definition: Tool;
  call(
    args: Record<string, unknown>,
    ctx: ServerContext,
    surroundings: Surroundings,
  ): Promise<Answer<CallToolResult>> | Answer<CallToolResult>;
}

export interface PromptEntry {
  definition: Prompt;
  get(
    args: Record<string, string>,
    ctx: ServerContext,
  ): Answer<GetPromptResult>;
  /** Suggestions for an argument that the reader is typing. */
  complete?(argument: string, typed: string): string[];
}

export interface ResourceEntry {
  definition: Resource;
  read(): ReadResourceResult;
}

export interface TemplateEntry {
  definition: ResourceTemplateType;
  /** Undefined when the URI is not one of this template. */
  read(uri: string): ReadResourceResult | undefined;
  complete?(argument: string, typed: string): string[];
}

/** Everything that a server offers at one moment. */
export interface Offer {
  tools: ToolEntry[];
  prompts: PromptEntry[];
  resources: ResourceEntry[];
  templates: TemplateEntry[];
}

/** A tool's answer in words. */
export function text(words: string): CallToolResult {
  return { content: [{ type: 'text', text: words }] };
}

/** A tool's answer as data, with the same data in words for clients that cannot read it. */
export function data(structured: Record<string, unknown>): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(structured) }],
    structuredContent: structured,
  };
}

/** A tool's answer of no, with the remedy. */
export function refusal(words: string): CallToolResult {
  return { ...text(words), isError: true };
}
