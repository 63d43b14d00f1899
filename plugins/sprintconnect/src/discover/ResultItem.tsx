import { useId } from 'react';
import type { CapabilityHit } from '@sprintconnect/plugin-sprintconnect-common';
import { Link } from 'react-router-dom';
import { HealthBadge } from '../health';
import { HintPills, KindIcon } from '../registry';
import { useMessages } from '../translation';
import { Excerpt, Explained, FactLine, Pill } from '../ui';
import { MarkedText } from './MarkedText';
import type { DiscoverAddress } from './useDiscoverAddress';
import type { RovingFocus } from './useRovingFocus';
import styles from './ResultItem.module.css';

/** Of what a tool says about itself, what decides whether somebody would dare to call it. */
const DECISIVE = ['readOnlyHint', 'destructiveHint'] as const;

/** One result: a card whose name is the link, so that the whole of it can be pressed and its name is short. */
export function ResultItem(props: {
  hit: CapabilityHit;
  q: string;
  address: DiscoverAddress;
  roving: RovingFocus;
  /** Whether Tab stops here. */
  stop: boolean;
}) {
  const { hit, q, address, roving, stop } = props;
  const { capability, server, match } = hit;
  const { id, kind, name, title, description, annotations = {} } = capability;
  const { t } = useMessages();
  const textId = useId();
  const hints = Object.fromEntries(
    DECISIVE.filter(hint => annotations[hint] === true).map(hint => [
      hint,
      true,
    ]),
  );
  return (
    <li className={styles.item} data-open={address.opened === id || undefined}>
      <KindIcon kind={kind} className={styles.icon} />
      <div className={styles.text}>
        <div className={styles.heading}>
          <Link
            {...address.linkTo(id)}
            data-item={id}
            className={styles.link}
            tabIndex={stop ? undefined : -1}
            aria-current={address.opened === id || undefined}
            aria-describedby={textId}
            onFocus={() => roving.setCurrent(id)}
            onKeyDown={roving.onKeyDown}
          >
            <MarkedText text={title ?? name} q={q} />
          </Link>
          {title && (
            <code className={styles.name}>
              <MarkedText text={name} q={q} />
            </code>
          )}
          <HintPills annotations={hints} explained />
        </div>
        <div id={textId} className={styles.about}>
          {description && (
            <Excerpt>
              <MarkedText text={description} q={q} />
            </Excerpt>
          )}
          <FactLine>
            <Pill>{t(`capabilities.one.${kind}`)}</Pill>
            <span className={styles.server}>
              <MarkedText text={server.title ?? server.name} q={q} />
            </span>
            <span>{server.environment}</span>
            <HealthBadge status={server.health.status} />
            {match !== 'listed' && <MatchLabel match={match} />}
          </FactLine>
        </div>
      </div>
    </li>
  );
}

/** Why it is a result; one that does not have the words themselves stands out. */
function MatchLabel(props: {
  match: Exclude<CapabilityHit['match'], 'listed'>;
}) {
  const { match } = props;
  const { t } = useMessages();
  const words = t(`discover.match.${match}`);
  const isNear = match === 'similar' || match === 'meaning';
  return (
    <Explained tip={t(`discover.matchMeaning.${match}`)} plain={isNear}>
      {isNear ? <Pill>{words}</Pill> : words}
    </Explained>
  );
}
