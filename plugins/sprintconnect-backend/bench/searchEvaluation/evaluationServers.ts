/** A published server whose tools are searched, and how it is started: with made-up credentials, which it does not use to list its tools. */
export interface PinnedServer {
  /** In the ids of queries.json. */
  name: string;
  /** On npm. */
  package: string;
  version: string;
  /** Default: none. */
  args?: string[];
  /** Default: none beside those that every process needs. */
  env?: Record<string, string>;
}

/** In the place of a path: a file with an OAuth client, which collectTools writes. */
export const OAUTH_CLIENT = '<a file with an OAuth client>';

export const evaluationServers: readonly PinnedServer[] = [
  {
    name: 'circleci',
    package: '@circleci/mcp-server-circleci',
    version: '0.20.0',
  },
  {
    name: 'google-calendar',
    package: '@cocal/google-calendar-mcp',
    version: '2.6.3',
    env: { GOOGLE_OAUTH_CREDENTIALS: OAUTH_CLIENT },
  },
  {
    name: 'trello',
    package: '@delorenj/mcp-server-trello',
    version: '1.8.1',
    env: { TRELLO_API_KEY: 'k', TRELLO_TOKEN: 't' },
  },
  {
    name: 'elasticsearch',
    package: '@elastic/mcp-server-elasticsearch',
    version: '0.3.1',
    env: { ES_URL: 'http://127.0.0.1:9', ES_API_KEY: 'k' },
  },
  {
    name: 'gmail',
    package: '@gongrzhe/server-gmail-autoauth-mcp',
    version: '1.1.11',
    env: { GMAIL_OAUTH_PATH: OAUTH_CLIENT },
  },
  {
    name: 'brave-search',
    package: '@modelcontextprotocol/server-brave-search',
    version: '0.6.2',
    env: { BRAVE_API_KEY: 'k' },
  },
  {
    name: 'everart',
    package: '@modelcontextprotocol/server-everart',
    version: '0.6.2',
    env: { EVERART_API_KEY: 'k' },
  },
  {
    name: 'everything',
    package: '@modelcontextprotocol/server-everything',
    version: '2026.8.31',
  },
  {
    name: 'filesystem',
    package: '@modelcontextprotocol/server-filesystem',
    version: '2026.8.31',
  },
  {
    name: 'github',
    package: '@modelcontextprotocol/server-github',
    version: '2025.4.8',
  },
  {
    name: 'gitlab',
    package: '@modelcontextprotocol/server-gitlab',
    version: '2025.4.25',
    env: { GITLAB_PERSONAL_ACCESS_TOKEN: 't' },
  },
  {
    name: 'google-maps',
    package: '@modelcontextprotocol/server-google-maps',
    version: '0.6.2',
    env: { GOOGLE_MAPS_API_KEY: 'k' },
  },
  {
    name: 'memory',
    package: '@modelcontextprotocol/server-memory',
    version: '2026.8.31',
  },
  {
    name: 'postgres',
    package: '@modelcontextprotocol/server-postgres',
    version: '0.6.2',
    args: ['postgresql://127.0.0.1:9/none'],
  },
  {
    name: 'puppeteer',
    package: '@modelcontextprotocol/server-puppeteer',
    version: '2025.5.12',
  },
  {
    name: 'sequential-thinking',
    package: '@modelcontextprotocol/server-sequential-thinking',
    version: '2026.8.31',
  },
  {
    name: 'slack',
    package: '@modelcontextprotocol/server-slack',
    version: '2025.4.25',
    env: { SLACK_BOT_TOKEN: 't', SLACK_TEAM_ID: 'T' },
  },
  { name: 'notion', package: '@notionhq/notion-mcp-server', version: '2.5.2' },
  {
    name: 'playwright',
    package: '@playwright/mcp',
    version: '0.0.83',
    args: ['--caps=vision,pdf,devtools,testing'],
  },
  { name: 'context7', package: '@upstash/context7-mcp', version: '4.1.1' },
  {
    name: 'desktop-commander',
    package: '@wonderwhy-er/desktop-commander',
    version: '0.2.52',
  },
  {
    name: 'airtable',
    package: 'airtable-mcp-server',
    version: '1.14.0',
    env: { AIRTABLE_API_KEY: 'pat123.abc123' },
  },
  {
    name: 'chrome-devtools',
    package: 'chrome-devtools-mcp',
    version: '1.11.0',
  },
  { name: 'exa', package: 'exa-mcp-server', version: '3.4.1' },
  {
    name: 'figma-developer',
    package: 'figma-developer-mcp',
    version: '0.13.2',
    args: ['--stdio'],
    env: { FIGMA_API_KEY: 'k', FRAMELINK_TELEMETRY: 'off' },
  },
  {
    name: 'firecrawl',
    package: 'firecrawl-mcp',
    version: '3.26.0',
    env: { FIRECRAWL_API_KEY: 'fc-k' },
  },
  {
    name: 'linear',
    package: 'linear-mcp-server',
    version: '0.1.0',
    env: { LINEAR_API_KEY: 'k' },
  },
  { name: 'mermaid', package: 'mcp-mermaid', version: '0.4.1' },
  { name: 'kubernetes', package: 'mcp-server-kubernetes', version: '4.1.7' },
  { name: 'mongodb', package: 'mongodb-mcp-server', version: '3.0.4' },
  {
    name: 'tavily',
    package: 'tavily-mcp',
    version: '0.2.22',
    env: { TAVILY_API_KEY: 'tvly-k' },
  },
];
