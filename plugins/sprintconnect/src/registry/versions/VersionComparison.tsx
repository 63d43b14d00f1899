import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonIcon, Select } from '@backstage/ui';
import { RiArrowLeftRightLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { DocumentTitle, useLoad, WhenLoaded } from '../../ui';
import { DiffView } from './DiffView';
import styles from './VersionComparison.module.css';

/** Two versions to choose, and what changed from one to the other. The choice stands in the address. */
export function VersionComparison(props: {
  serverId: string;
  /** At least two, newest first. */
  versions: number[];
  /** The last that somebody has looked at; default: the one before the current. */
  since?: number;
}) {
  const { serverId, versions, since } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const { from, to, chosen, choose } = useChoice(versions, since);
  const loaded = useLoad(JSON.stringify([serverId, from, to]), signal =>
    client.diffSnapshots(serverId, { from, to }, { signal }),
  );
  const { value } = loaded;
  const current = value?.from === from && value.to === to ? value : undefined;
  const options = versions.map(version => ({
    value: String(version),
    label: t('versions.compare.version', { version: String(version) }),
  }));
  return (
    <div className={styles.comparison}>
      {chosen && (
        <DocumentTitle
          parts={[
            t('versions.compare.document', {
              from: String(from),
              to: String(to),
            }),
          ]}
        />
      )}
      <div className={styles.choice}>
        <Select
          label={t('versions.compare.from')}
          options={options}
          value={String(from)}
          onChange={key => choose({ from: Number(key), to })}
        />
        <ButtonIcon
          variant="secondary"
          aria-label={t('versions.compare.swap')}
          icon={<RiArrowLeftRightLine aria-hidden="true" />}
          onPress={() => choose({ from: to, to: from })}
        />
        <Select
          label={t('versions.compare.to')}
          options={options}
          value={String(to)}
          onChange={key => choose({ from, to: Number(key) })}
        />
      </div>
      <WhenLoaded loaded={{ ...loaded, value: current }}>
        {diff => <DiffView diff={diff} />}
      </WhenLoaded>
    </div>
  );
}

function useChoice(versions: number[], since = versions[1]) {
  const [params, setParams] = useSearchParams();
  const chosenFor = (name: string, otherwise: number) => {
    const version = Number(params.get(name));
    return versions.includes(version) ? version : otherwise;
  };
  const choose = (choice: { from: number; to: number }) =>
    setParams(
      { from: String(choice.from), to: String(choice.to) },
      { replace: true },
    );
  return {
    from: chosenFor('from', versions.includes(since) ? since : versions[1]),
    to: chosenFor('to', versions[0]),
    /** The address names the versions. */
    chosen: params.has('from') || params.has('to'),
    choose,
  };
}
