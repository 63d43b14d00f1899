import { useState } from 'react';
import { Switch, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiPulseLine } from '@remixicon/react';
import {
  type Server,
  type ServerHealth,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission, mayOn } from '../permission';
import { useMessages } from '../translation';
import { Columns, EmptyState, type Loaded, Panel, WhenLoaded } from '../ui';
import type { FollowedJob } from '../live';
import { historyBars } from './historyBars';
import { HistoryTable } from './HistoryTable';
import { IncidentList } from './IncidentList';
import { KeyFigures } from './KeyFigures';
import { LatencyPanel } from './LatencyPanel';
import { ProbeButton, ProbeProgress, useProbe } from './ProbeButton';
import { type HealthRangeName, healthRangeNames, healthRanges } from './ranges';
import { SloPanel } from './SloPanel';
import { StatusBanner } from './StatusBanner';
import { UptimeBars } from './UptimeBars';
import { useHealthRange } from './useHealthRange';
import {
  type RangedHistory,
  useHealthHistory,
  useServerHealth,
} from './useServerHealth';
import styles from './HealthTab.module.css';

/** How a server is and was: its status, uptime, latency, incidents and objective. */
export function HealthTab(props: {
  server: Pick<Server, 'id' | 'status' | 'access'>;
}) {
  const { server } = props;
  const { t } = useMessages();
  const [range, setRange] = useHealthRange();
  const health = useServerHealth(server.id);
  const history = useHealthHistory(server.id, range);
  const mayProbe = mayOn(server, 'probe') && server.status === 'active';
  const probe = useProbe(server.id, () => {
    health.reload();
    history.reload();
  });
  const button = mayProbe ? <ProbeButton probe={probe} /> : undefined;
  return (
    <WhenLoaded
      loaded={health}
      lines={8}
      refused={
        <NoPermission
          title={t('health.refused')}
          permission={serverReadPermission}
        />
      }
      empty={({ lastProbe, status }) =>
        !lastProbe &&
        status === 'unknown' && (
          <NeverProbed
            active={server.status === 'active'}
            button={button}
            probe={probe}
          />
        )
      }
      className={styles.health}
    >
      {value => (
        <>
          <StatusBanner health={value} />
          <div className={styles.bar}>
            <RangeChoice range={range} onChange={setRange} />
            {button}
          </div>
          <ProbeProgress probe={probe} />
          <KeyFigures health={value} />
          <History health={value} history={history} />
        </>
      )}
    </WhenLoaded>
  );
}

function NeverProbed(props: {
  active: boolean;
  button?: JSX.Element;
  probe: FollowedJob;
}) {
  const { active, button, probe } = props;
  const { t } = useMessages();
  return (
    <>
      <ProbeProgress probe={probe} />
      <EmptyState
        icon={<RiPulseLine size={28} />}
        title={t('health.empty.title')}
        description={
          active ? t('health.empty.description') : t('health.empty.inactive')
        }
        actions={button}
      />
    </>
  );
}

function RangeChoice(props: {
  range: HealthRangeName;
  onChange: (range: HealthRangeName) => void;
}) {
  const { range, onChange } = props;
  const { t } = useMessages();
  return (
    <ToggleButtonGroup
      aria-label={t('health.range.label')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[range]}
      onSelectionChange={keys => {
        const chosen = healthRangeNames.find(each => keys.has(each));
        if (chosen) onChange(chosen);
      }}
      className={styles.ranges}
    >
      {healthRangeNames.map(each => (
        <ToggleButton key={each} id={each}>
          {t(`health.range.${each}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function History(props: {
  health: ServerHealth;
  history: Loaded<RangedHistory>;
}) {
  const { health, history } = props;
  const slo = health.slo && <SloPanel slo={health.slo} basis={health.basis} />;
  return (
    <>
      <WhenLoaded loaded={history} lines={8}>
        {value => (
          <div
            className={styles.health}
            data-stale={history.stale || undefined}
          >
            <UptimePanel ranged={value} />
            <LatencyPanel ranged={value} objectiveMs={health.slo?.latencyMs} />
            <Columns aside={slo}>
              <IncidentList incidents={value.history.incidents} />
            </Columns>
          </div>
        )}
      </WhenLoaded>
      {history.error && !history.value && slo}
    </>
  );
}

function UptimePanel(props: { ranged: RangedHistory }) {
  const { range, span, history } = props.ranged;
  const { t } = useMessages();
  const [asTable, setAsTable] = useState(false);
  const bars = historyBars(history, healthRanges[range], span);
  return (
    <Panel
      title={t('health.uptime.title')}
      description={t('health.uptime.description')}
      actions={
        <Switch
          label={t('health.table.show')}
          isSelected={asTable}
          onChange={setAsTable}
        />
      }
    >
      <div className={styles.uptime}>
        <UptimeBars key={range} bars={bars} range={range} />
        <HistoryTable bars={bars} range={range} hidden={!asTable} />
      </div>
    </Panel>
  );
}
