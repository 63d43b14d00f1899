import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { sprintConnectApiRef } from '../client';
import { useDebounced, useLoad } from '../ui';
import {
  askForName,
  type NameAnswer,
  type NameQuestion,
  questionOf,
  type ServerNameOptions,
} from './serverName';

const TYPING_MS = 300;

/** What to say of the name that stands in the form now. */
export type NameVerdict =
  | { state: 'empty' | 'invalid' | 'no-environment' | 'checking' }
  | (NameAnswer & { question: NameQuestion });

/** Asks once typing has paused; an answer that typing has overtaken is dropped. */
export function useNameVerdict(asked: {
  name: string;
  formData: Readonly<Record<string, unknown>>;
  options?: ServerNameOptions;
}): NameVerdict {
  const client = useApi(sprintConnectApiRef);
  const catalog = useApiHolder().get(catalogApiRef);
  const now = JSON.stringify(questionOf(asked));
  const settled = useDebounced(now, TYPING_MS);
  const { value, pending, stale } = useLoad(settled, async signal => {
    const question: ReturnType<typeof questionOf> = JSON.parse(settled);
    if (typeof question === 'string') return { state: question };
    const answer = await askForName(question, { client, catalog }, signal);
    return { ...answer, question };
  });
  if (now === '"empty"') return { state: 'empty' };
  const isOld = now !== settled || pending || stale;
  return isOld || !value ? { state: 'checking' } : value;
}
