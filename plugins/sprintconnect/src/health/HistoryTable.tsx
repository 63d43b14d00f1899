import { VisuallyHidden } from '@backstage/ui';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { DataTable } from '../ui';
import type { HistoryBar } from './historyBars';
import type { HealthRangeName } from './ranges';
import { spanLabel } from './timeLabel';

/** What the bars and lines draw, as numbers. */
export function HistoryTable(props: {
  bars: HistoryBar[];
  range: HealthRangeName;
  /** Only for screen readers. */
  hidden: boolean;
}) {
  const { bars, range, hidden } = props;
  const { t } = useMessages();
  const formats = useFormats();
  const latency = (value?: number) =>
    value === undefined ? t('health.none') : formats.duration(value);
  const caption = t('health.table.caption');
  const content = (
    <>
      <thead>
        <tr>
          <th scope="col">{t('health.table.time')}</th>
          <th scope="col">{t('health.table.uptime')}</th>
          <th scope="col">{t('health.table.probes')}</th>
          <th scope="col">{t('health.table.failures')}</th>
          <th scope="col">{t('health.table.p50')}</th>
          <th scope="col">{t('health.table.p95')}</th>
        </tr>
      </thead>
      <tbody>
        {[...bars].reverse().map(bar => (
          <tr key={bar.from}>
            <th scope="row">{spanLabel(bar, { range, formats })}</th>
            <td>
              {bar.uptime === undefined
                ? t('health.uptime.noProbe')
                : formats.percent(bar.uptime)}
            </td>
            <td>{formats.number(bar.probes)}</td>
            <td>{formats.number(bar.failures)}</td>
            <td>{latency(bar.p50Ms)}</td>
            <td>{latency(bar.p95Ms)}</td>
          </tr>
        ))}
      </tbody>
    </>
  );
  if (hidden) {
    // Nobody scrolls what cannot be seen, so that it must not take the focus as a DataTable does.
    return (
      <VisuallyHidden>
        <table aria-label={caption}>{content}</table>
      </VisuallyHidden>
    );
  }
  return (
    <DataTable long label={caption} caption={caption}>
      {content}
    </DataTable>
  );
}
