import { type ComponentProps, memo } from 'react';
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { Fallback } from './Fallback';
import styles from './Markdown.module.css';

/**
 * In characters. Text that is made to be slow to parse takes a second at this length and half a minute at 64 KiB, which a
 * server may send.
 */
const PARSED_MAX = 8_000;

const components: ComponentProps<typeof ReactMarkdown>['components'] = {
  a: ({ href, children }) =>
    href && /^(https?:\/\/|mailto:)/i.test(href) ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      <>{children}</>
    ),
  img: ({ alt }) => <>{alt}</>,
  // The headings of the page go down to the third level.
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h5>{children}</h5>,
  h3: ({ children }) => <h6>{children}</h6>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
};

/** What a model reads, its reader must see too, comments included; sanitizing alone would drop it. */
function asText(_: unknown, node: { value: string }) {
  return { type: 'text' as const, value: node.value };
}

/**
 * Markdown from a stranger. It loads nothing, and leads nowhere but where its reader sees: HTML shows as text, an image as its
 * description, a link only to an absolute address of the web or of mail. What is too long or too deep shows as plain text.
 */
export const Markdown = memo((props: { text: string }) => {
  const { text } = props;
  const plain = <p className={styles.plain}>{text}</p>;
  if (text.length > PARSED_MAX) return plain;
  // The parser calls itself for each level, so a text of a thousand levels overflows the stack.
  return (
    <Fallback key={text} instead={plain}>
      <ReactMarkdown
        className={styles.markdown}
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        remarkRehypeOptions={{ handlers: { html: asText } }}
        components={components}
      >
        {text}
      </ReactMarkdown>
    </Fallback>
  );
});
