import type { Translate } from '../translation';
import type { NameVerdict } from './useNameVerdict';

/** What is said of a name; nothing of none. */
export function nameWords(
  t: Translate,
  verdict: NameVerdict,
): string | undefined {
  switch (verdict.state) {
    case 'empty':
      return undefined;
    case 'invalid':
      return t('scaffolder.name.invalid');
    case 'no-environment':
      return t('scaffolder.name.noEnvironment');
    case 'checking':
      return t('scaffolder.name.checking');
    default:
      return answerWords(t, verdict);
  }
}

function answerWords(
  t: Translate,
  { state, question }: Extract<NameVerdict, { question: unknown }>,
): string {
  const { name, environment } = question;
  if (state === 'free') return t('scaffolder.name.free', { name, environment });
  if (state === 'taken') {
    return t('scaffolder.name.taken', { name, environment });
  }
  return state === 'entity-taken'
    ? t('scaffolder.name.takenEntity', { name })
    : t('scaffolder.name.unknown', { name });
}
