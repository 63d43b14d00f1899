import { useMessages } from '../../translation';
import { Pill } from '../../ui';
import { hintsOf } from './hintsOf';

/**
 * What a tool says of itself (MCP 2025-11-25, Tools, "Tool annotations"). These are hints of the server, not
 * findings of ours, and the words say so.
 */
export function HintPills(props: {
  annotations?: Record<string, unknown>;
  /** What each means, in its tip; not within a button. */
  explained?: boolean;
}) {
  const { annotations, explained } = props;
  const { t } = useMessages();
  return (
    <>
      {hintsOf(annotations).map(({ saying, tone }) => (
        <Pill
          key={saying}
          tone={tone}
          tip={explained && t(`capabilities.hints.${saying}Meaning`)}
        >
          {t(`capabilities.hints.${saying}`)}
        </Pill>
      ))}
    </>
  );
}
