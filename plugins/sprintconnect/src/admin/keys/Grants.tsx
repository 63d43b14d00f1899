import type {
  AccessScope,
  ApiKey,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Explained, Pill } from '../../ui';
import styles from './Grants.module.css';

/** With these a key can make others. */
const ADMINISTERS: readonly AccessScope[] = ['org:*', 'access:manage'];

/** What a key may do: its roles and scopes, `most` of them by name. */
export function Grants(props: {
  apiKey: Pick<ApiKey, 'scopes' | 'roles'>;
  most: number;
}) {
  const { apiKey, most } = props;
  const { t } = useMessages();
  const named = [
    ...apiKey.roles.map(role => ({
      text: t(`permission.roles.${role}`),
      tone: 'info' as const,
    })),
    ...apiKey.scopes.map(scope => ({
      text: scope,
      tone: ADMINISTERS.includes(scope) ? ('warning' as const) : undefined,
    })),
  ];
  const hidden = named.slice(most);
  return (
    <span className={styles.grants}>
      {named.slice(0, most).map(({ text, tone }) => (
        <Pill key={text} tone={tone}>
          {text}
        </Pill>
      ))}
      {hidden.length > 0 && (
        <Explained
          tip={hidden.map(({ text }) => text).join(', ')}
          className={styles.more}
        >
          {t('keys.moreScopes', { count: hidden.length })}
        </Explained>
      )}
    </span>
  );
}
