import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ToggleButton } from '@backstage/ui';
import { useMessages } from '../../translation';
import { useLoad } from '../../ui';

/** So many owners does a request name at most. */
const OWNERS_MAX = 40;

/** Narrows a list to what the reader and their groups own. Not there for readers who can own nothing. */
export function OwnedByMe(props: {
  /** The owners that the list is narrowed to. */
  chosen: readonly string[];
  onChange: (owners: string[]) => void;
}) {
  const { chosen, onChange } = props;
  const { t } = useMessages();
  const identity = useApi(identityApiRef);
  const mine = useLoad('identity', async () => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    return ownershipEntityRefs.slice(0, OWNERS_MAX);
  }).value;
  if (!mine || mine.length === 0) return null;
  return (
    <ToggleButton
      isSelected={
        chosen.length === mine.length && mine.every(ref => chosen.includes(ref))
      }
      onChange={isOn => onChange(isOn ? mine : [])}
    >
      {t('servers.filters.mine')}
    </ToggleButton>
  );
}
