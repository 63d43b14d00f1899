import { useMessages } from '../../translation';
import { Pill, type Tone } from '../../ui';

/** Which hint, with which value, is worth a word; hints that repeat the default stay unsaid. */
const sayings = [
  ['readOnlyHint', true, 'readOnly', 'success'],
  ['destructiveHint', true, 'destructive', 'danger'],
  ['destructiveHint', false, 'additive', 'neutral'],
  ['idempotentHint', true, 'idempotent', 'info'],
  ['openWorldHint', true, 'openWorld', 'warning'],
  ['openWorldHint', false, 'closedWorld', 'neutral'],
] as const satisfies ReadonlyArray<readonly [string, boolean, string, Tone]>;

/**
 * What a tool says of itself (MCP 2025-11-25, Tools, "Tool annotations"). These are hints of the server, not
 * findings of ours, and the words say so.
 */
export function HintPills(props: { annotations?: Record<string, unknown> }) {
  const { annotations = {} } = props;
  const { t } = useMessages();
  // "destructive" and "idempotent" mean something only for tools that change things.
  const readOnly = annotations.readOnlyHint === true;
  return (
    <>
      {sayings
        .filter(([hint, value]) => annotations[hint] === value)
        .filter(
          ([hint]) =>
            !readOnly ||
            (hint !== 'destructiveHint' && hint !== 'idempotentHint'),
        )
        .map(([, , saying, tone]) => (
          <Pill
            key={saying}
            tone={tone}
            title={t(`capabilities.hints.${saying}Meaning`)}
          >
            {t(`capabilities.hints.${saying}`)}
          </Pill>
        ))}
    </>
  );
}
