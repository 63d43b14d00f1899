import { Fragment } from 'react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import styles from './OfferedCounts.module.css';

/** "13 tools · 4 prompts": what there is, and nothing of what there is not. */
export function OfferedCounts(props: { counts: Server['counts'] }) {
  const { tools, resources, resourceTemplates, prompts } = props.counts;
  const { t } = useMessages();
  const parts = [
    tools > 0 && t('kinds.tool', { count: tools }),
    resources > 0 && t('kinds.resource', { count: resources }),
    resourceTemplates > 0 && t('kinds.template', { count: resourceTemplates }),
    prompts > 0 && t('kinds.prompt', { count: prompts }),
  ].filter(part => part !== false);
  if (parts.length === 0) return <>{t('servers.nothingOffered')}</>;
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && ' '}
          <span className={styles.part}>
            {index < parts.length - 1 ? `${part} ·` : part}
          </span>
        </Fragment>
      ))}
    </>
  );
}
