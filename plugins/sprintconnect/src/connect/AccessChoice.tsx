import { Alert, Radio, RadioGroup } from '@backstage/ui';
import type { Me } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { TwoLines } from '../ui';
import { NewKey, type OwnKey } from './NewKey';

/** How an agent shows who it is. */
export type Access = 'sign-in' | 'key';

/** Whether people sign in to the client, which is first where the portal can have them do so, or give it a key. */
export function AccessChoice(props: {
  access: Access;
  /** The portal signs people in to clients. */
  signIn: boolean;
  /** What the agent is for; without one, everything. */
  subject?: string;
  me: Me;
  ownKey: OwnKey;
  onKey: (key: OwnKey) => void;
  onChange: (access: Access) => void;
}) {
  const { access, signIn, onChange, ownKey, ...rest } = props;
  const { t } = useMessages();
  return (
    <>
      {signIn ? (
        <RadioGroup
          label={t('connect.access.label')}
          value={access}
          isDisabled={ownKey.issued && !ownKey.isStored}
          onChange={next => onChange(next as Access)}
        >
          <Radio value="sign-in">
            <TwoLines below={t('connect.access.signInText')}>
              {t('connect.access.signIn')}
            </TwoLines>
          </Radio>
          <Radio value="key">
            <TwoLines below={t('connect.access.keyText')}>
              {t('connect.access.key')}
            </TwoLines>
          </Radio>
        </RadioGroup>
      ) : (
        <Alert
          icon
          status="info"
          title={t('connect.access.noSignIn')}
          description={t('connect.access.noSignInText', {
            setting: 'auth.clientIdMetadataDocuments.enabled',
          })}
        />
      )}
      {access === 'key' && <NewKey {...rest} ownKey={ownKey} />}
    </>
  );
}
