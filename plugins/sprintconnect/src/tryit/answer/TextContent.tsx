import { useMemo, useState } from 'react';
import { Button, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../../format';
import { useMessages } from '../../translation';
import { CopyButton, Markdown, ScrollRegion } from '../../ui';
import { JsonTree } from './JsonTree';
import { childrenOf } from './treeRows';
import styles from './Content.module.css';

/** In characters: more is drawn when it is asked for, because a browser takes long to lay out a line of 1 MiB. */
const SHOWN = 32 * 1024;
const JSON_MAX = 2 * 1024 * 1024;

type View = 'text' | 'markdown' | 'json';

/** Text as it came; on request as Markdown, or as JSON where it is some. */
export function TextContent(props: { text: string; mimeType?: string }) {
  const { text, mimeType } = props;
  const { t } = useMessages();
  const json = useMemo(() => jsonIn(text), [text]);
  const [chosen, setChosen] = useState<View>();
  const view = chosen ?? (json ? 'json' : 'text');
  const second = json ? 'json' : markdownIn(mimeType);
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        {second ? (
          <ToggleButtonGroup
            aria-label={t('tryit.content.view')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[view]}
            onSelectionChange={keys => setChosen([...keys][0] as View)}
          >
            <ToggleButton id="text">{t('tryit.content.text')}</ToggleButton>
            <ToggleButton id={second}>
              {t(`tryit.content.${second}`)}
            </ToggleButton>
          </ToggleButtonGroup>
        ) : (
          <Text variant="body-small" color="secondary">
            {mimeType}
          </Text>
        )}
        <CopyButton text={text} label={t('tryit.content.copyText')} />
      </div>
      {view === 'markdown' && <Markdown text={text} />}
      {view === 'json' && json && (
        <ScrollRegion label={t('tryit.content.json')} className={styles.scroll}>
          <JsonTree value={json.value} label={t('tryit.content.json')} />
        </ScrollRegion>
      )}
      {view === 'text' && <PlainText text={text} />}
    </div>
  );
}

function PlainText(props: { text: string }) {
  const { text } = props;
  const { t } = useMessages();
  const { bytes } = useFormats();
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      <ScrollRegion label={t('tryit.content.text')} className={styles.scroll}>
        <pre className={styles.text}>{text.slice(0, shown)}</pre>
      </ScrollRegion>
      {text.length > shown && (
        <div className={styles.bar}>
          <Text variant="body-small" color="secondary">
            {t('tryit.content.ofText', {
              shown: bytes(shown),
              total: bytes(text.length),
            })}
          </Text>
          <Button
            variant="secondary"
            size="small"
            onPress={() => setShown(before => before + SHOWN)}
          >
            {t('tryit.content.more')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Text of a tool says of no type what it is. */
function markdownIn(mimeType?: string) {
  return mimeType === undefined || /markdown/.test(mimeType)
    ? 'markdown'
    : undefined;
}

/** An object or a list that a text is the JSON of. */
function jsonIn(text: string): { value: unknown } | undefined {
  if (text.length > JSON_MAX || !/^\s*[[{]/.test(text)) return undefined;
  try {
    const { exact } = parseExactly(text);
    return childrenOf(exact) && { value: exact };
  } catch {
    return undefined;
  }
}
