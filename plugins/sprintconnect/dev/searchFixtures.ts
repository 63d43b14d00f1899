import type {
  Capability,
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  ago,
  billing,
  everything,
  idOf,
  memory,
  serverOf,
  weatherCapabilities,
} from './fixtures';

/** Servers that teams of a company run, for a search that has something to choose from. */
const issues = serverOf({
  id: idOf(20),
  name: 'issue-tracker',
  title: 'Issue tracker',
  description: 'Issues, comments and sprints of every team',
  owner: 'group:default/platform',
  tags: ['planning'],
  health: { status: 'degraded', since: ago(42) },
  era: 'modern',
  protocolVersion: '2026-07-28',
  counts: { tools: 5, resources: 0, resourceTemplates: 1, prompts: 1 },
  snapshot: { current: 4 },
  lastDiscoveredAt: ago(2),
});
const mail = serverOf({
  id: idOf(21),
  name: 'mail',
  title: 'Mail',
  description: 'Sends and finds mail on behalf of a team',
  owner: 'group:default/agents',
  tags: ['communication'],
  health: { status: 'healthy' },
  era: 'legacy',
  protocolVersion: '2025-11-25',
  counts: { tools: 3, resources: 0, resourceTemplates: 0, prompts: 1 },
  snapshot: { current: 2 },
  lastDiscoveredAt: ago(5),
});
export const searchServers = [issues, mail];

let number = 0;

function offered(
  server: Server,
  kind: CapabilityKind,
  given: Partial<Capability> & Pick<Capability, 'name'>,
): Capability {
  number += 1;
  const { inputSchema, outputSchema, name, title, description } = given;
  return {
    id: idOf(2000 + number),
    serverId: server.id,
    kind,
    digest: `sha256:${String(number).padStart(2, '0').repeat(32)}`,
    firstSeen: ago(60 * 24 * 9),
    lastSeen: ago(3),
    definition: { name, title, description, inputSchema, outputSchema },
    ...given,
  };
}

const text = (description: string) => ({ type: 'string', description });

/** What is found, whichever server offers it. */
export const searchable: Capability[] = [
  ...weatherCapabilities,
  offered(issues, 'tool', {
    name: 'create_issue',
    title: 'Create an issue',
    description:
      'Creates an issue in a project and returns its key. Ask the person for the project when it is not clear from the conversation, and search for a duplicate first, because a duplicate costs the team more than a question does.',
    inputSchema: {
      type: 'object',
      properties: {
        project: text('Key of the project, such as PAY'),
        summary: { ...text('One line'), maxLength: 200 },
        body: text('What happened, and what was expected instead'),
        labels: { type: 'array', items: { type: 'string' }, maxItems: 10 },
      },
      required: ['project', 'summary'],
    },
    outputSchema: {
      type: 'object',
      properties: { key: text('Such as PAY-1234') },
      required: ['key'],
    },
    annotations: { destructiveHint: false },
  }),
  offered(issues, 'tool', {
    name: 'search_issues',
    title: 'Search issues',
    description: 'Finds issues by words, state and assignee, newest first.',
    inputSchema: {
      type: 'object',
      properties: { words: text('Words of the summary or the body') },
      required: ['words'],
    },
    annotations: { readOnlyHint: true },
  }),
  offered(issues, 'tool', {
    name: 'closeIssue',
    description: 'Closes an issue with a reason.',
    inputSchema: { type: 'object', properties: { key: text('Its key') } },
    annotations: { destructiveHint: true, idempotentHint: true },
  }),
  offered(issues, 'resource-template', {
    name: 'issues://{project}/{number}',
    title: 'One issue',
    description: 'An issue with its comments, as Markdown',
  }),
  offered(issues, 'prompt', {
    name: 'triage',
    title: 'Triage the inbox',
    description: 'Goes through new issues and proposes a priority for each',
  }),
  offered(mail, 'tool', {
    name: 'send_mail',
    description: 'Sends a mail from the address of the team.',
    inputSchema: {
      type: 'object',
      properties: {
        to: { type: 'array', items: { type: 'string', format: 'email' } },
        subject: text('One line'),
        body: text('Markdown'),
      },
      required: ['to', 'subject', 'body'],
    },
    annotations: { destructiveHint: false, openWorldHint: true },
  }),
  offered(mail, 'tool', {
    name: 'search_mail',
    description: 'Searches the mailbox of the team by words and sender.',
    annotations: { readOnlyHint: true },
  }),
  offered(mail, 'prompt', {
    name: 'draft_reply',
    title: 'Draft a reply',
    description: 'Writes a polite answer for a person to send',
  }),
  offered(memory, 'tool', {
    name: 'create_entities',
    description: 'Creates entities in the knowledge graph.',
    annotations: { destructiveHint: false },
  }),
  offered(memory, 'tool', {
    name: 'search_nodes',
    description: 'Searches the knowledge graph for nodes that have the words.',
    annotations: { readOnlyHint: true },
  }),
  offered(billing, 'tool', {
    name: 'refund_payment',
    description: 'Pays money back to the card it came from.',
    annotations: { destructiveHint: true },
  }),
  offered(billing, 'tool', {
    name: 'list_invoices',
    description: 'Invoices of a customer, newest first, with their state.',
    annotations: { readOnlyHint: true },
  }),
  offered(everything, 'tool', {
    name: 'echo',
    title: 'Echo',
    description: 'Says back what it was told.',
    annotations: { readOnlyHint: true },
  }),
  offered(everything, 'resource', {
    name: 'demo://resource/static/document/architecture.md',
    title: 'architecture.md',
    description: 'How the reference server is built',
  }),
];
