import {
  RiAlarmWarningLine,
  RiAlertLine,
  RiEyeLine,
  RiInformationLine,
} from '@remixicon/react';
import type { Severity } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill, type Tone } from '../../ui';

const looks: Record<Severity, { tone: Tone; Icon: typeof RiEyeLine }> = {
  info: { tone: 'neutral', Icon: RiInformationLine },
  notice: { tone: 'info', Icon: RiEyeLine },
  warning: { tone: 'warning', Icon: RiAlertLine },
  critical: { tone: 'danger', Icon: RiAlarmWarningLine },
};

/** How much attention a change deserves; with `count`, how many such changes there are. */
export function SeverityPill(props: { severity: Severity; count?: number }) {
  const { severity, count } = props;
  const { t } = useMessages();
  const { tone, Icon } = looks[severity];
  return (
    <Pill tone={tone} icon={<Icon aria-hidden="true" />}>
      {count === undefined
        ? t(`versions.severity.${severity}`)
        : t(`versions.severities.${severity}`, { count })}
    </Pill>
  );
}
