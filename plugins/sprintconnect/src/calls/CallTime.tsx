import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { ElapsedTime } from '../ui';

/** How long a call took, or has taken so far. Nothing is told of one whose end nobody saw. */
export function CallTime(props: { call: Call }) {
  const { openedAt, outcome, durationMs } = props.call;
  const { duration } = useFormats();
  if (!outcome) return <ElapsedTime since={openedAt} brief />;
  if (outcome === 'unknown' || durationMs === undefined) return <>–</>;
  return <>{duration(durationMs)}</>;
}
