export const connect = {
  title: 'Connect your agent',
  titleOf: 'Connect your agent to {{name}}',
  description: 'Through SprintConnect, with your permissions.',
  open: 'Connect your agent',
  choose: 'Choose your client',
  close: 'Close',
  address: 'Address',
  copyAddress: 'Copy address',
  way: {
    label: 'Connection',
    through: 'Through SprintConnect',
    direct: 'Directly',
    throughText:
      'SprintConnect checks permissions, records each call, and keeps the credentials of servers to itself.',
    directText:
      "Your client talks to the server itself. SprintConnect doesn't see or record these calls.",
  },
  what: {
    label: 'Your agent can use',
    server: 'Only {{name}}',
    all: 'All servers you can use',
    allText:
      'One address for everything. What your agent sees follows your permissions.',
  },
  access: {
    label: 'Access',
    signIn: 'Sign in',
    signInText:
      'Add the address to your client. It opens this portal in your browser, where you sign in and approve. It then acts as you.',
    key: 'API key',
    keyText:
      "For agents that run on their own, and clients that can't sign in.",
    noSignIn: 'Your agent needs an API key',
    noSignInText:
      "Signing in from clients isn't set up in this portal. An administrator can turn it on with {{setting}} in app-config.",
  },
  key: {
    scopes:
      'The key can use capabilities and see servers, nothing else: {{scopes}}.',
    create: 'Create key',
    ask: 'Only administrators can create API keys. Ask one for a key with these scopes: {{scopes}}.',
    form: 'New API key',
    name: 'Name',
    nameOf: '{{name}} agent',
    nameOfAll: 'Agent',
    stored: "I've stored it",
    storeFirst: 'Store the key before you close this.',
    ready: 'The configuration below reads the key from {{variable}}.',
  },
  client: 'Client',
  clients: {
    claude: 'Claude Code',
    claudeDesktop: 'Claude Desktop',
    codex: 'Codex',
    gemini: 'Gemini CLI',
    vscode: 'VS Code',
    cursor: 'Cursor',
    langgraph: 'LangGraph',
    json: 'JSON',
    curl: 'curl',
  },
  install: 'Add to {{client}}',
  copy: 'Copy configuration for {{client}}',
  command: 'Or use the command line',
  packages: 'Install the packages',
  copyCommand: 'Copy command',
  credential: {
    variable:
      'The key is read from {{variable}}, so the file contains no secret.',
    prompt: 'VS Code asks for the key once and stores it securely.',
    placeholder:
      'Replace <token> with the key, and keep the file private because it then contains the secret.',
    noSignIn: "{{client}} can't sign in, so it needs an API key.",
  },
  direct: {
    variable:
      'This server needs a credential. The configuration reads it from {{variable}}, so the file contains no secret. If the server expects a different header, change it.',
    prompt:
      'This server needs a credential. VS Code asks for it once and stores it securely. If the server expects a different header, change it.',
    placeholder:
      'This server needs a credential. Replace <token> with yours, and keep the file private because it then contains the secret.',
    stdio:
      'This server runs as a process in the portal (app-config entry "{{entry}}"). Ask an administrator for its command, and run the same command from your client.',
  },
  refused: "You don't have permission to use MCP capabilities",
  outOfUse:
    'Calls to this server are refused while it has the status "{{status}}"',
  unknown: "SprintConnect's backend doesn't say how to connect",
  unknownText: 'It may be older than this page. Tell an administrator.',
} as const;
