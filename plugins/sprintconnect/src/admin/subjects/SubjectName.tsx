import { useCallback } from 'react';
import { useMessages } from '../../translation';
import { EntityLink, Explained, useEntityTitles } from '../../ui';
import { subjectKind } from './subjectKind';

/** Whoever a role or a deed is of: an entity by its link, a key by its name, everyone as such. */
export function SubjectName(props: {
  subject: string;
  /** Names of the keys, by their id. */
  keyNames?: ReadonlyMap<string, string>;
}) {
  const { subject, keyNames } = props;
  const { t } = useMessages();
  switch (subjectKind(subject)) {
    case 'user':
    case 'group':
      return <EntityLink entityRef={subject} defaultKind="user" />;
    case 'everyone':
      return <>{t('roles.everyone')}</>;
    case 'key': {
      const id = subject.slice(subject.indexOf(':') + 1);
      return (
        <Explained tip={subject}>{keyNames?.get(id) ?? shortId(id)}</Explained>
      );
    }
    default:
      return <>{subject}</>;
  }
}

/** The names of subjects as text, for sentences. */
export function useSubjectText(
  subjects: readonly string[],
  keyNames?: ReadonlyMap<string, string>,
): (subject: string) => string {
  const { t } = useMessages();
  const titleOf = useEntityTitles(subjects.filter(isEntity), 'user');
  return useCallback(
    subject => {
      switch (subjectKind(subject)) {
        case 'user':
        case 'group':
          return titleOf(subject);
        case 'everyone':
          return t('roles.everyone');
        case 'key': {
          const id = subject.slice(subject.indexOf(':') + 1);
          return keyNames?.get(id) ?? shortId(id);
        }
        default:
          return subject;
      }
    },
    [t, keyNames, titleOf],
  );
}

function isEntity(subject: string): boolean {
  return ['user', 'group'].includes(subjectKind(subject));
}

/** Ids of keys begin with the time, so that their ends tell them apart. */
function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}
