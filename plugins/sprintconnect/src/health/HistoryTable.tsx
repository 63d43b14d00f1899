import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
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
}) {
  const { bars, range } = props;
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const ms = (value?: number) =>
    value === undefined
      ? t('health.none')
      : t('health.ms', { value: Math.round(value).toLocaleString(language) });
  return (
    <DataTable
      long
      label={t('health.table.caption')}
      caption={t('health.table.caption')}
    >
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
    </DataTable>
  );
}
