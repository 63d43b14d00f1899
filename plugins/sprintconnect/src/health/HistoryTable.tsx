import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import { useMessages } from '../translation';
import { DataTable } from '../ui';
import type { HistoryBar } from './historyBars';
import type { HealthRangeName } from './ranges';
import { share } from './share';
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
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const ms = (value?: number) =>
    value === undefined
      ? t('health.none')
      : t('health.ms', { value: Math.round(value).toLocaleString(language) });
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
            <th scope="row">{spanLabel(bar, { range, language })}</th>
            <td>
              {bar.uptime === undefined
                ? t('health.uptime.noProbe')
                : share({ value: bar.uptime, language })}
            </td>
            <td>{bar.probes.toLocaleString(language)}</td>
            <td>{bar.failures.toLocaleString(language)}</td>
            <td>{ms(bar.p50Ms)}</td>
            <td>{ms(bar.p95Ms)}</td>
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
