import { Alert } from '@backstage/ui';
import type { IssuedApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { CodeBlock } from '../ui';

/** A secret, and that it is shown this once. What stands around it goes away only when the reader has stored it. */
export function IssuedSecret(props: {
  issued: Pick<IssuedApiKey, 'name' | 'secret'>;
}) {
  const { name, secret } = props.issued;
  const { t } = useMessages();
  return (
    <>
      <Alert
        icon
        status="warning"
        title={t('keys.secret.once')}
        description={t('keys.secret.onceText')}
      />
      <CodeBlock
        code={secret}
        caption={t('keys.secret.label', { name })}
        label={t('keys.secret.copy')}
        wrap
      />
    </>
  );
}
