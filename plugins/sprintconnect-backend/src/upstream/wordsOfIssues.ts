/** One thing that a validator found, as Standard Schema has it, with what zod adds. */
export interface Issue {
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  message?: string;
  code?: string;
  expected?: string;
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};
/** More would bury the first. */
const ISSUES_MAX = 5;

/** What is wrong with an answer, such as `instructions isn't text; serverInfo.version is missing`. Pure. */
export function wordsOfIssues(issues: readonly Issue[]): string {
  const words = issues.slice(0, ISSUES_MAX).map(wordsOf);
  const more = issues.length - words.length;
  return [...words, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function wordsOf({ path = [], message = '', code, expected }: Issue): string {
  const place =
    path
      .map(part => String(typeof part === 'object' ? part.key : part))
      .join('.') || 'the result';
  if (code !== 'invalid_type' || !expected) return `${place}: ${message}`;
  return /received undefined$/.test(message)
    ? `${place} is missing`
    : `${place} isn't ${TYPES[expected] ?? expected}`;
}

/** The issues that the SDK writes as JSON into the message of its error, with the method they are about. Pure. */
export function issuesIn(
  message: unknown,
): { method: string; issues: Issue[] } | undefined {
  const [, method, list] =
    /^Invalid result for (\S+): (\[.*\])$/s.exec(String(message)) ?? [];
  if (method === undefined) return undefined;
  try {
    return { method, issues: JSON.parse(list) as Issue[] };
  } catch {
    return undefined;
  }
}
