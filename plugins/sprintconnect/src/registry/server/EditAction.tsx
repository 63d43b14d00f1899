import { useEffect, useRef } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { RiPencilLine } from '@remixicon/react';
import { useLocation, useNavigate } from 'react-router-dom';
import { serverEditRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { HeaderAction } from './HeaderAction';

/** Leads to the form, and has the focus when the reader comes back from there. */
export function EditAction(props: { serverId: string }) {
  const { serverId } = props;
  const { t } = useMessages();
  const navigate = useNavigate();
  const { state } = useLocation();
  const editPath = useRouteRef(serverEditRouteRef);
  const place = useRef<HTMLSpanElement>(null);
  const cameBack = (state as { focus?: string } | null)?.focus === 'edit';
  useEffect(() => {
    if (cameBack) place.current?.querySelector('button')?.focus();
  }, [cameBack]);
  if (!editPath) return null;
  return (
    <span ref={place}>
      <HeaderAction
        label={t('edit.action')}
        variant="secondary"
        icon={<RiPencilLine aria-hidden="true" />}
        onPress={() => navigate(editPath({ serverId }))}
      />
    </span>
  );
}
