import { useEffect, useRef, useState } from 'react';
import {
  Button,
  ButtonIcon,
  Select,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import {
  limits,
  remoteTypeSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { FaultyTextField } from '../../ui';
import type { RemoteDraft } from './draft';
import type { ServerFormState } from './useServerForm';
import styles from './RemoteFields.module.css';

/** The remotes, from one up to the limit of the contract. `stdio` is offered only where it is set up. */
export function RemoteFields(props: {
  form: ServerFormState;
  stdioEntries: string[];
}) {
  const { form, stdioEntries } = props;
  const { draft, change, faultOf } = form;
  const { t } = useMessages();
  const [announcement, setAnnouncement] = useState('');
  const [added, setAdded] = useState<number>();
  const addButton = useRef<HTMLButtonElement>(null);
  const { remotes } = draft;

  const add = () => {
    const key = Math.max(...remotes.map(each => each.key)) + 1;
    setAdded(key);
    change({
      remotes: [...remotes, { key, type: 'streamable-http', url: '' }],
    });
    setAnnouncement(
      t('register.remoteAdded', { number: String(remotes.length + 1) }),
    );
  };
  const remove = (index: number) => {
    change({ remotes: remotes.filter((_, each) => each !== index) });
    setAdded(undefined);
    setAnnouncement(t('register.remoteRemoved', { number: String(index + 1) }));
    // The button that had the focus is gone.
    addButton.current?.focus();
  };
  const update = (index: number, changes: Partial<RemoteDraft>) =>
    change({
      remotes: remotes.map((each, at) =>
        at === index ? { ...each, ...changes } : each,
      ),
    });
  const whole =
    remotes.length > limits.remotes ? faultOf('remotes') : undefined;
  return (
    <div className={styles.remotes}>
      {remotes.map((remote, index) => (
        <RemoteRow
          key={remote.key}
          form={form}
          stdioEntries={stdioEntries}
          remote={remote}
          index={index}
          isNew={remote.key === added}
          onUpdate={changes => update(index, changes)}
          onRemove={remotes.length > 1 ? () => remove(index) : undefined}
        />
      ))}
      {whole && <Text color="danger">{whole}</Text>}
      <div>
        <Button
          ref={addButton}
          variant="secondary"
          iconStart={<RiAddLine aria-hidden="true" />}
          isDisabled={remotes.length >= limits.remotes}
          onPress={add}
        >
          {t('register.addRemote')}
        </Button>
      </div>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
    </div>
  );
}

function RemoteRow(props: {
  form: ServerFormState;
  stdioEntries: string[];
  remote: RemoteDraft;
  index: number;
  /** Just added, so the reader goes on typing here. */
  isNew: boolean;
  onUpdate: (changes: Partial<RemoteDraft>) => void;
  onRemove?: () => void;
}) {
  const { remote, index, stdioEntries, isNew, onUpdate, onRemove } = props;
  const { leave, faultOf } = props.form;
  const { t } = useMessages();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew) row.current?.querySelector('input')?.focus();
  }, [isNew]);
  const number = String(index + 1);
  const types = remoteTypeSchema.options.filter(
    type => type !== 'stdio' || stdioEntries.length > 0,
  );
  return (
    <div
      ref={row}
      role="group"
      aria-label={t('register.remote', { number })}
      className={styles.remote}
    >
      <Select
        label={t('register.fields.remoteType')}
        options={types.map(value => ({
          value,
          label: t(`transport.${value}`),
        }))}
        value={remote.type}
        onChange={key => {
          const type = remoteTypeSchema.parse(key);
          const other = (type === 'stdio') !== (remote.type === 'stdio');
          const url = type === 'stdio' ? (stdioEntries[0] ?? '') : '';
          onUpdate(other ? { type, url } : { type });
        }}
      />
      {remote.type === 'stdio' ? (
        <Select
          label={t('register.fields.entry')}
          description={t('register.fields.entryHelp')}
          options={stdioEntries.map(value => ({ value, label: value }))}
          value={remote.url}
          onChange={key => onUpdate({ url: String(key) })}
          validationBehavior="aria"
          validate={() => faultOf(`remotes[${index}]`) ?? true}
        />
      ) : (
        <FaultyTextField
          label={t('register.fields.url')}
          placeholder={t('register.fields.urlPlaceholder')}
          type="url"
          isRequired
          value={remote.url}
          onChange={url => onUpdate({ url })}
          onLeave={() => leave(`remotes[${index}]`)}
          fault={faultOf(`remotes[${index}]`)}
        />
      )}
      {remote.headers && remote.type !== 'stdio' && (
        <Text variant="body-small" color="secondary" className={styles.headers}>
          {t('register.headersKept', {
            names: Object.keys(remote.headers).join(', '),
          })}
        </Text>
      )}
      {onRemove && (
        <ButtonIcon
          variant="tertiary"
          className={styles.remove}
          aria-label={t('register.removeRemote', { number })}
          icon={<RiDeleteBinLine aria-hidden="true" />}
          onPress={onRemove}
        />
      )}
    </div>
  );
}
