import { type ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import type {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import {
  capabilityKindSchema,
  healthStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { HealthBadge } from '../health';
import { KindIcon } from '../registry';
import { useMessages } from '../translation';
import { Excerpt, FactLine, Pill } from '../ui';
import styles from './SearchResultItem.module.css';

interface ItemProps {
  icon?: ReactNode;
  result?: SearchDocument;
  highlight?: ResultHighlight;
}

/**
 * A server or a capability among the results of the portal's search. Documents come from an index that may be older
 * than this page, so that every field beside title, text and location may be absent or unknown.
 */
export function SearchResultItem(props: ItemProps) {
  const { icon, result, highlight } = props;
  const { t } = useMessages();
  if (!result) return null;
  const field = (name: string) => {
    const value: unknown = Reflect.get(result, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const kind = capabilityKindSchema.safeParse(field('capabilityKind')).data;
  const health = healthStatusSchema.safeParse(field('health')).data;
  const marked = (name: 'title' | 'text') => (
    <Marked
      text={result[name]}
      found={highlight?.fields[name]}
      highlight={highlight}
    />
  );
  return (
    <div className={styles.item}>
      <span className={styles.icon} aria-hidden={kind ? undefined : true}>
        {kind ? <KindIcon kind={kind} /> : icon}
      </span>
      <div className={styles.text}>
        <Link href={result.location} weight="bold" className={styles.title}>
          {marked('title')}
        </Link>
        {result.text && <Excerpt>{marked('text')}</Excerpt>}
        <FactLine>
          <Pill>
            {kind ? t(`capabilities.one.${kind}`) : t('search.server')}
          </Pill>
          {kind && field('serverName') && <span>{field('serverName')}</span>}
          {field('environment') && <span>{field('environment')}</span>}
          {health && <HealthBadge status={health} />}
        </FactLine>
      </div>
    </div>
  );
}

function Marked(props: {
  text: string;
  found?: string;
  highlight?: ResultHighlight;
}) {
  const { text, found, highlight } = props;
  if (!found || !highlight) return <>{text}</>;
  return (
    <HighlightedSearchResultText
      text={found}
      preTag={highlight.preTag}
      postTag={highlight.postTag}
    />
  );
}
