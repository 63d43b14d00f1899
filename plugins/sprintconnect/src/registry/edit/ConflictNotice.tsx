import { useEffect, useRef } from 'react';
import { Alert, Button } from '@backstage/ui';
import { credentialLabel } from '../../credentials';
import { type Translate, useMessages } from '../../translation';
import { ScrollRegion } from '../../ui';
import { changedFields, type CredentialPart, type Draft } from '../form/draft';
import type { Conflict } from './useEditing';
import styles from './ConflictNotice.module.css';

/** What others changed while the reader was editing, and what the reader can do about it. */
export function ConflictNotice(props: { conflict: Conflict }) {
  const { before, now, yours, keep, discard } = props.conflict;
  const { t } = useMessages();
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), []);
  const fields = changedFields(before, now);
  return (
    <div ref={notice} tabIndex={-1} className={styles.notice}>
      <Alert
        role="alert"
        icon
        status="warning"
        title={t('edit.conflict.title')}
        description={
          <div className={styles.detail}>
            <span>
              {fields.length > 0
                ? t('edit.conflict.text')
                : t('edit.conflict.nothing')}
            </span>
            {fields.length > 0 && (
              <ScrollRegion
                label={t('edit.conflict.title')}
                className={styles.scroll}
              >
                <table className={styles.changes}>
                  <thead>
                    <tr>
                      <th scope="col">{t('edit.conflict.field')}</th>
                      <th scope="col">{t('edit.conflict.before')}</th>
                      <th scope="col">{t('edit.conflict.now')}</th>
                      <th scope="col">{t('edit.conflict.yours')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {fields.map(field => (
                      <tr key={field}>
                        <th scope="row">{t(`register.fields.${field}`)}</th>
                        <td>
                          {textOf(before, field, t) || t('edit.conflict.none')}
                        </td>
                        <td>
                          {textOf(now, field, t) || t('edit.conflict.none')}
                        </td>
                        <td>
                          {textOf(yours, field, t) || t('edit.conflict.none')}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollRegion>
            )}
            <div className={styles.actions}>
              <Button onPress={keep}>{t('edit.conflict.keep')}</Button>
              <Button variant="secondary" onPress={discard}>
                {t('edit.conflict.discard')}
              </Button>
            </div>
          </div>
        }
      />
    </div>
  );
}

function textOf(draft: Draft, field: keyof Draft, t: Translate): string {
  if (field === 'remotes') {
    return draft.remotes.map(({ url }) => url).join(', ');
  }
  return field === 'credential'
    ? credentialText(draft.credential, t)
    : draft[field];
}

/** Which credential it is; never what it is. */
function credentialText(
  { choice, current, shared }: CredentialPart,
  t: Translate,
): string {
  if (choice === 'none') return '';
  if (choice === 'shared') return shared;
  return choice === 'keep'
    ? credentialLabel(t, current)
    : t('credentials.choice.own');
}
