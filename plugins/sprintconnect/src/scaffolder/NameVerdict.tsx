import type { ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiErrorWarningLine,
  RiInformationLine,
} from '@remixicon/react';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import type { Tone } from '../ui';
import { nameWords } from './nameWords';
import styles from './NameVerdict.module.css';
import type { NameVerdict as Verdict } from './useNameVerdict';

const looks: Partial<Record<Verdict['state'], [Tone, ReactNode]>> = {
  free: ['success', <RiCheckboxCircleLine aria-hidden="true" />],
  taken: ['danger', <RiErrorWarningLine aria-hidden="true" />],
  'entity-taken': ['danger', <RiErrorWarningLine aria-hidden="true" />],
  invalid: ['danger', <RiErrorWarningLine aria-hidden="true" />],
  unknown: ['warning', <RiInformationLine aria-hidden="true" />],
};

/** Whether the name can be had, told to screen readers when it changes. */
export function NameVerdict(props: {
  id: string;
  verdict: Verdict;
  /** What the form says below anyway. */
  said: readonly string[];
}) {
  const { id, verdict, said } = props;
  const { t } = useMessages();
  const words = nameWords(t, verdict);
  const [tone, icon] = looks[verdict.state] ?? ['neutral', undefined];
  return (
    <div id={id} role="status" className={styles.verdict} data-tone={tone}>
      {words && !said.includes(words) && (
        <span>
          {icon}
          {words}
        </span>
      )}
      <Holder verdict={verdict} />
    </div>
  );
}

/** Leads to who has the name, in a tab of its own: the form stays as it is filled in. */
function Holder(props: { verdict: Verdict }) {
  const { verdict } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const entityPath = useRouteRef(entityRouteRef);
  if (verdict.state === 'taken') {
    const href = serverPath?.({ serverId: verdict.server.id });
    return href ? (
      <Link href={href} target="_blank">
        {t('scaffolder.name.viewServer')}
      </Link>
    ) : null;
  }
  if (verdict.state !== 'entity-taken') return null;
  const href = entityPath?.(parseEntityRef(verdict.entityRef));
  return href ? (
    <Link href={href} target="_blank">
      {t('scaffolder.name.viewEntity')}
    </Link>
  ) : null;
}
