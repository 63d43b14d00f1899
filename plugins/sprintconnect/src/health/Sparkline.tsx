import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';
import { Explained } from '../ui';
import { SparklineDrawing } from './SparklineDrawing';
import { useProbeWords } from './useProbeWords';

/** A sparkline that stands alone: its tip says in words what it draws. */
export function Sparkline(props: { recent: HealthSummary['recent'] }) {
  const { recent } = props;
  return (
    <Explained tip={useProbeWords(recent)} plain>
      <SparklineDrawing recent={recent} />
    </Explained>
  );
}
