import { Button } from '@backstage/ui';
import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import { useCredentialFacts } from '../../credentials';
import { useMessages } from '../../translation';
import { DescriptionList, Modal } from '../../ui';
import { SubjectName } from '../subjects/SubjectName';
import type { CredentialIntent } from './CredentialIntent';
import { CredentialUses } from './CredentialUses';

/** A shared credential, whole but for its secrets, and the servers that use it. */
export function CredentialDetail(props: {
  credential: Credential;
  onIntent: (intent: CredentialIntent) => void;
  onClose: () => void;
}) {
  const { credential, onIntent, onClose } = props;
  const { t } = useMessages();
  const { id, name = '', description, createdBy, previous, uses } = credential;
  const facts = useCredentialFacts(credential);
  return (
    <Modal
      title={name}
      width={680}
      onClose={onClose}
      buttons={
        <>
          <Button
            variant="secondary"
            destructive
            onPress={() => onIntent('delete')}
          >
            {t('credentials.delete.action')}
          </Button>
          {previous && (
            <Button variant="secondary" onPress={() => onIntent('endOverlap')}>
              {t('credentials.endOverlap.action')}
            </Button>
          )}
          <Button variant="secondary" onPress={() => onIntent('edit')}>
            {t('credentials.edit.action')}
          </Button>
          <Button variant="secondary" onPress={() => onIntent('rotate')}>
            {t('credentials.rotate.action')}
          </Button>
          <Button onPress={onClose}>{t('credentials.detail.close')}</Button>
        </>
      }
    >
      <DescriptionList
        items={[
          { term: t('credentials.fields.description'), value: description },
          ...facts,
          {
            term: t('credentials.detail.createdBy'),
            value: createdBy && <SubjectName subject={createdBy} />,
          },
          {
            term: t('credentials.facts.uses'),
            value: <CredentialUses credentialId={id} total={uses} />,
          },
        ]}
      />
    </Modal>
  );
}
