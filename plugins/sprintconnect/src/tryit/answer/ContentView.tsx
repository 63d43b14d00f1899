import { Button, Link, Text } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { useFormats } from '../../format';
import { useTryPath } from '../../registry';
import { useMessages } from '../../translation';
import { InlineCode, saveFile } from '../../ui';
import { JsonTree } from './JsonTree';
import type { Content } from './contentOf';
import { fileName } from './media';
import { MediaContent } from './MediaContent';
import { TextContent } from './TextContent';
import styles from './Content.module.css';

/** One part of a result. */
export function ContentView(props: {
  content: Content;
  serverId: string;
  uri?: string;
}) {
  const { content, serverId, uri } = props;
  const { t } = useMessages();
  switch (content.kind) {
    case 'text':
      return <TextContent text={content.text} mimeType={content.mimeType} />;
    case 'media':
      return <MediaContent media={content} uri={uri} />;
    case 'link':
      return <ResourceLink link={content} serverId={serverId} />;
    case 'resource':
      return <Resource resource={content} serverId={serverId} />;
    default: {
      const label = t('tryit.content.unknown', { type: content.type });
      return (
        <div className={styles.content}>
          <Text variant="body-small" color="secondary">
            {label}
          </Text>
          <JsonTree value={content.value} label={label} />
        </div>
      );
    }
  }
}

function Resource(props: {
  resource: Content & { kind: 'resource' };
  serverId: string;
}) {
  const { resource, serverId } = props;
  const { uri, content } = resource;
  const { t } = useMessages();
  const isText = content.kind === 'text';
  const type = isText ? (content.mimeType ?? 'text/plain') : '';
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        <InlineCode>{uri}</InlineCode>
        {isText && (
          <Button
            variant="secondary"
            size="small"
            iconStart={<RiDownloadLine aria-hidden="true" />}
            onPress={() =>
              saveFile(new Blob([content.text]), fileName(type, uri))
            }
          >
            {t('tryit.content.download')}
          </Button>
        )}
      </div>
      <ContentView content={content} serverId={serverId} uri={uri} />
    </div>
  );
}

/** The page loads nothing from there: the server is asked to read it, when its reader wants to. */
function ResourceLink(props: {
  link: Content & { kind: 'link' };
  serverId: string;
}) {
  const { link, serverId } = props;
  const { uri, name, description, mimeType, size } = link;
  const { t } = useMessages();
  const { bytes } = useFormats();
  const tryPath = useTryPath();
  const path = tryPath?.({ serverId, kind: 'resource', name: uri });
  const facts = [mimeType, size !== undefined && bytes(size)].filter(Boolean);
  return (
    <div className={styles.content}>
      <Text as="p" variant="body-small" color="secondary">
        {[t('tryit.content.link'), ...facts].join(' · ')}
      </Text>
      {name && <Text weight="bold">{name}</Text>}
      {description && <Text as="p">{description}</Text>}
      <div className={styles.bar}>
        <InlineCode>{uri}</InlineCode>
        {path && <Link href={path}>{t('tryit.content.read')}</Link>}
      </div>
    </div>
  );
}
