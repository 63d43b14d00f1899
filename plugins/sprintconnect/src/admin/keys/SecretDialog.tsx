import { useState } from 'react';
import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import {
  SPRINTCONNECT_PLUGIN_ID,
  type IssuedApiKey,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../../format';
import { IssuedSecret } from '../../keys';
import { useMessages } from '../../translation';
import { CodeBlock, Surface, useLoad } from '../../ui';
import styles from './SecretDialog.module.css';

/** Shows a secret the one time that it can be shown. Closes only once the reader says that it is stored. */
export function SecretDialog(props: {
  issued: IssuedApiKey;
  /** It takes the place of another secret. */
  rotated: boolean;
  onClose: () => void;
}) {
  const { issued, rotated, onClose } = props;
  const { t } = useMessages();
  const { date } = useFormats();
  const [stored, setStored] = useState(false);
  return (
    <Dialog
      isOpen
      isDismissable={false}
      isKeyboardDismissDisabled
      width={680}
      className={styles.dialog}
    >
      <Surface>
        <DialogHeader className={styles.header}>
          {t(rotated ? 'keys.secret.rotatedTitle' : 'keys.secret.createdTitle')}
        </DialogHeader>
        <DialogBody>
          <div className={styles.secret}>
            <IssuedSecret issued={issued} />
            {rotated && (
              <Text as="p">
                {issued.previous
                  ? t('keys.secret.overlap', {
                      until: date(issued.previous.expiresAt, 'dateTime'),
                    })
                  : t('keys.secret.ended')}
              </Text>
            )}
            <Use issued={issued} />
            <Checkbox isSelected={stored} onChange={setStored}>
              {t('keys.secret.stored')}
            </Checkbox>
          </div>
        </DialogBody>
        <DialogFooter>
          <Button isDisabled={!stored} onPress={onClose}>
            {t('keys.secret.done')}
          </Button>
        </DialogFooter>
      </Surface>
    </Dialog>
  );
}

function Use(props: { issued: IssuedApiKey }) {
  const { issued } = props;
  const { t } = useMessages();
  const discovery = useApi(discoveryApiRef);
  const { value: baseUrl } = useLoad('address', () =>
    discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID),
  );
  if (issued.dpopThumbprint)
    return <Text as="p">{t('keys.secret.dpopText')}</Text>;
  if (!baseUrl) return null;
  return (
    <div className={styles.use}>
      <Text as="p" color="secondary" variant="body-small">
        {t('keys.secret.useText')}
      </Text>
      <CodeBlock
        code={`curl -H "Authorization: Bearer $SPRINTCONNECT_KEY" \\\n  ${baseUrl}/v1/me`}
        caption={t('keys.secret.use')}
        label={t('keys.secret.copySnippet')}
        wrap
      />
    </div>
  );
}
