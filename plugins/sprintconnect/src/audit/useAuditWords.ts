import { useMemo } from 'react';
import type { AuditRecord } from '@sprintconnect/plugin-sprintconnect-common';
import { type Translate, useMessages } from '../translation';
import { useEntityTitles } from '../ui';
import { isAuditAction } from './auditActions';

/** An entry of the log in words: what was done, and what it was done to. */
export interface AuditWords {
  actionOf(action: string): string;
  /** The name that the target had then, else its id. */
  targetOf(record: Pick<AuditRecord, 'target' | 'meta'>): {
    name: string;
    type: string;
  };
}

/** `records` are those that are put into words: the catalog is asked for whom they name. */
export function useAuditWords(
  records: readonly AuditRecord[] = [],
): AuditWords {
  const { t } = useMessages();
  const nameOf = useEntityTitles(
    records.flatMap(({ meta }) => entityOf(meta?.subject) ?? []),
    'user',
  );
  return useMemo(() => auditWords(t, nameOf), [t, nameOf]);
}

/** The reference of a user or a group; nothing where it is none. */
export function entityOf(ref: unknown): string | undefined {
  const text = textOf(ref);
  return text && /^(user|group):[^/:\s]+\/[^/:\s]+$/.test(text)
    ? text
    : undefined;
}

function auditWords(
  t: Translate,
  nameOf: (entityRef: string) => string,
): AuditWords {
  return {
    // Newer backends may do what these pages have no words for.
    actionOf: action =>
      isAuditAction(action) ? t(`audit.actions.${action}`) : action,
    targetOf({ target: { type, id }, meta = {} }) {
      const { name, environment, role, subject } = meta;
      switch (type) {
        case 'server':
          return {
            name: textOf(name) ?? id,
            type: [t('audit.targets.server'), textOf(environment)]
              .filter(Boolean)
              .join(' · '),
          };
        case 'api-key':
          return { name: textOf(name) ?? id, type: t('audit.targets.api-key') };
        case 'credential':
          return {
            name: textOf(name) ?? id,
            type: t('audit.targets.credential'),
          };
        case 'role-binding': {
          const holder = textOf(subject);
          const known = textOf(role) && holder;
          return {
            name: known
              ? t('audit.targets.roleOf', {
                  role: String(role),
                  subject: entityOf(holder) ? nameOf(holder) : holder,
                })
              : id,
            type: t('audit.targets.role-binding'),
          };
        }
        case 'audit':
          return { name: t('audit.targets.audit'), type: '' };
        case 'egress-rule':
          return {
            name: textOf(name) ?? id,
            type: [t('audit.targets.egress-rule'), textOf(environment)]
              .filter(Boolean)
              .join(' · '),
          };
        case 'destination':
          return { name: id, type: t('audit.targets.destination') };
        case 'remote':
          return { name: id, type: t('audit.targets.remote') };
        case 'route':
          return { name: id, type: t('audit.targets.route') };
        case 'action':
          return { name: id, type: t('audit.targets.action') };
        default:
          return { name: id, type };
      }
    },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
