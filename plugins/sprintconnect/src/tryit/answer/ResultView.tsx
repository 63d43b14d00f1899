import { useMemo } from 'react';
import { Text } from '@backstage/ui';
import {
  type JsonObject,
  parseExactly,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isObject } from '../arguments/givenSchema';
import { useMessages } from '../../translation';
import { Pill, ScrollRegion } from '../../ui';
import { type Content, contentOf, resourceOf } from './contentOf';
import { ContentView } from './ContentView';
import { JsonTree } from './JsonTree';
import styles from './Content.module.css';

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What a server answered: the content of a tool or resource, or the messages of a prompt. */
export function ResultView(props: { result: JsonObject; serverId: string }) {
  const { result, serverId } = props;
  const { t } = useMessages();
  const { messages, structuredContent } = result;
  const { shown, isSaidTwice } = useMemo(() => blocksOf(result), [result]);
  if (Array.isArray(messages)) {
    return <Messages messages={messages} serverId={serverId} />;
  }
  if (shown.length === 0 && structuredContent === undefined) {
    return (
      <Text as="p" color="secondary">
        {t('tryit.answer.noContent')}
      </Text>
    );
  }
  return (
    <ul className={styles.list}>
      {structuredContent !== undefined && (
        <li className={styles.content}>
          <Text as="h4" variant="body-medium" weight="bold">
            {t('tryit.answer.structured')}
          </Text>
          {isSaidTwice && (
            <Text as="p" variant="body-small" color="secondary">
              {t('tryit.answer.sameAsText')}
            </Text>
          )}
          <ScrollRegion
            label={t('tryit.answer.structured')}
            className={styles.scroll}
          >
            <JsonTree
              value={structuredContent}
              label={t('tryit.answer.structured')}
            />
          </ScrollRegion>
        </li>
      )}
      {shown.map((each, at) => (
        <li key={at}>
          <ContentView content={each} serverId={serverId} />
        </li>
      ))}
    </ul>
  );
}

function blocksOf({ content, contents, structuredContent }: JsonObject) {
  const blocks = [
    ...list(content).map(contentOf),
    ...list(contents).map(resourceOf),
  ];
  const shown = blocks.filter(each => !says(each, structuredContent));
  return { shown, isSaidTwice: shown.length < blocks.length };
}

/** Tools say structured content once more as text, for older clients (MCP 2025-11-25, Tools, "Structured Content"). */
function says(content: Content, structured: unknown): boolean {
  if (structured === undefined || content.kind !== 'text') return false;
  try {
    const { exact } = parseExactly(content.text);
    return JSON.stringify(exact) === JSON.stringify(structured);
  } catch {
    return false;
  }
}

function Messages(props: { messages: unknown[]; serverId: string }) {
  const { messages, serverId } = props;
  const { t } = useMessages();
  return (
    <ul className={styles.list}>
      {messages.map((each, at) => {
        const { role, content } = isObject(each) ? each : {};
        const known = role === 'user' || role === 'assistant';
        const blocks = Array.isArray(content) ? content : [content];
        return (
          <li key={at} className={styles.role} data-role={role}>
            <div className={styles.content}>
              <div>
                <Pill>
                  {known
                    ? t(`tryit.answer.role.${role}`)
                    : t('tryit.answer.role.other', { role: String(role) })}
                </Pill>
              </div>
              {blocks.map((block, index) => (
                <ContentView
                  key={index}
                  content={contentOf(block)}
                  serverId={serverId}
                />
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
