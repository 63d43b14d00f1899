import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
} from 'react';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

const Around = createContext<readonly string[]>([]);

/** What the titles on the page say, each with how deep it stands. The deepest is shown. */
const shown = new Set<{ depth: number; text: string }>();

/** The last titles of ours, the newest last: what the browser is told now, and what it was told before that. */
let told: string[] = [];
const TOLD_MAX = 8;

/**
 * Says in the browser's tab and history what the page is: its own parts, those of the titles around it, and the name of the
 * portal, such as "weather | Health | MCP servers | Acme". Backstage writes titles in this form. When the last one is
 * gone, the name of the portal stands alone, because many pages of Backstage set no title.
 */
export function DocumentTitle(props: {
  /** The most telling first. */
  parts: readonly string[];
  children?: ReactNode;
}) {
  const around = useContext(Around);
  const portal =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  const key = JSON.stringify([...props.parts, ...around]);
  const trail = useMemo<string[]>(() => JSON.parse(key), [key]);

  useEffect(() => {
    const title = {
      depth: trail.length,
      text: [...trail, portal].join(' | '),
    };
    shown.add(title);
    showDeepest(portal);
    return () => {
      shown.delete(title);
      showDeepest(portal);
    };
  }, [trail, portal]);
  return <Around.Provider value={trail}>{props.children}</Around.Provider>;
}

function showDeepest(portal: string) {
  const [deepest] = [...shown].sort((one, other) => other.depth - one.depth);
  const text = deepest?.text ?? portal;
  told = [...told.filter(each => each !== text), text].slice(-TOLD_MAX);
  document.title = text;
  keepFromFormer();
}

const withoutCount = (title: string) => title.replace(/^\(\d+\) /, '');

const observer = new MutationObserver(() => {
  const isFormer = told.slice(0, -1).includes(withoutCount(document.title));
  if (isFormer) document.title = told.at(-1)!;
});

/**
 * Backstage's count of unread notifications writes itself before the title, and at times before the one that stood there until just
 * now. A title of somebody else stays.
 */
function keepFromFormer() {
  observer.disconnect();
  const title = document.querySelector('title');
  if (title && shown.size > 0) observer.observe(title, { childList: true });
}
