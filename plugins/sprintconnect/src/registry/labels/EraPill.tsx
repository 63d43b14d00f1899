import type { Era } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill } from '../../ui';

/** Which generation of the protocol a server speaks; nothing before it is known. */
export function EraPill(props: { era?: Era; protocolVersion?: string }) {
  const { era, protocolVersion } = props;
  const { t } = useMessages();
  if (!era) return null;
  return (
    <Pill
      tone={era === 'modern' ? 'info' : 'neutral'}
      tip={t(`server.protocol.${era}Meaning`)}
    >
      {t(`era.${era}`)}
      {protocolVersion && ` · ${protocolVersion}`}
    </Pill>
  );
}
