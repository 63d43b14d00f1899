import { useState } from 'react';
import { Button, Text } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { useFormats } from '../../format';
import { useMessages } from '../../translation';
import { saveFile } from '../../ui';
import type { Content } from './contentOf';
import { bytesIn, fileName, fileOf, mediaState, typeOf } from './media';
import styles from './Content.module.css';

/** An image, a sound or a file. Only what came with the result is shown; nothing is loaded. */
export function MediaContent(props: {
  media: Content & { kind: 'media' };
  uri?: string;
}) {
  const { media, uri } = props;
  const { as, type, data } = media;
  const { t } = useMessages();
  const { bytes } = useFormats();
  const state = mediaState(type, data);
  const size = bytes(bytesIn(data));
  const label = t(`tryit.content.${as}`, { type });
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        <Text variant="body-small" color="secondary">
          {`${label} · ${size}`}
        </Text>
        {state !== 'broken' && (
          <Button
            variant="secondary"
            size="small"
            iconStart={<RiDownloadLine aria-hidden="true" />}
            onPress={() => saveFile(fileOf(data), fileName(type, uri))}
          >
            {t('tryit.content.download')}
          </Button>
        )}
      </div>
      {state === 'shown' && <Shown media={media} label={label} />}
      {state === 'broken' && <Text as="p">{t('tryit.content.broken')}</Text>}
      {state === 'too-large' && (
        <Text as="p">{t('tryit.content.tooLarge', { size })}</Text>
      )}
      {state === 'other-type' && (
        <Text as="p">{t('tryit.content.notShown', { type })}</Text>
      )}
    </div>
  );
}

function Shown(props: { media: Content & { kind: 'media' }; label: string }) {
  const { media, label } = props;
  const { type, data } = media;
  const { t } = useMessages();
  const [isRefused, setRefused] = useState(false);
  const address = `data:${typeOf(type)};base64,${data.replace(/\s/g, '')}`;
  if (isRefused) return <Text as="p">{t('tryit.content.notPlayed')}</Text>;
  return typeOf(type).startsWith('image/') ? (
    <img
      className={styles.image}
      src={address}
      alt={label}
      onError={() => setRefused(true)}
    />
  ) : (
    // What is said in it nobody has written down.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <audio
      controls
      className={styles.audio}
      src={address}
      aria-label={label}
      onError={() => setRefused(true)}
    />
  );
}
