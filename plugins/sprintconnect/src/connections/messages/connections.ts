export const connections = {
  title: 'Connected accounts',
  description:
    'Your accounts on servers that ask each person to log in. Your calls, and those of your agents, use them.',
  connect: 'Connect your account',
  again: 'Connect again',
  beside: 'Opens in a new tab. When your account is connected, run this again.',
  total_one: '{{count, number}} account',
  total_other: '{{count, number}} accounts',
  unused: 'Never used',
  scopesUnsaid: 'Not told',
  actionsOf: 'Actions for {{name}}',
  columns: {
    server: 'Server',
    status: 'State',
    issuer: 'Login at',
    scopes: 'Scopes',
    connected: 'Connected',
    lastUsed: 'Last used',
    actions: 'Actions',
  },
  status: { connected: 'Connected', ended: 'Ended' },
  empty: {
    title: 'No connected accounts yet',
    description:
      'Some servers ask each person to log in with their own account. When you connect one, it appears here.',
    servers: 'See all servers',
  },
  panel: {
    title: 'Your account',
    none: '{{name}} asks each person to log in. Connect your account to use it here and from your agents.',
  },
  disconnect: {
    action: 'Disconnect…',
    title: 'Disconnect your account on {{name}}?',
    effect:
      'SprintConnect forgets its access. Your calls to this server fail until you connect an account again.',
    confirm: 'Disconnect',
    done: 'Disconnected your account on {{name}}',
    revoked: '{{issuer}} confirmed that the access has ended.',
  },
  notRevoked: {
    title: 'Disconnected from {{name}}, with one thing left to do',
    text: "SprintConnect has forgotten the access, but {{issuer}} didn't confirm that it has ended there.",
    remedy:
      'To be sure, log in at {{issuer}} and remove SprintConnect from the apps with access to your account.',
    close: 'Close',
  },
  link: {
    title: 'Connect an account',
    asks: '{{name}} asks you to log in',
    text: 'A call in your name needs your account on {{name}}. Log in once, and calls in your name use it.',
    check:
      'You go to the login page of this server. Check its address before you enter a password.',
    until: 'This link ends {{until}}. It works for you alone.',
    continue: 'Continue',
    missing: "This link isn't for you, or it has ended",
    missingText:
      'Links work only for the person they were made for, and for a short time. Repeat the call to get a new one.',
    all: 'See connected accounts',
  },
  finish: {
    title: 'Connecting your account',
    busy: 'Connecting your account…',
    done: 'Your account on {{name}} is connected',
    doneText:
      'You logged in at {{issuer}}. Calls in your name to {{name}} work now.',
    back: 'Go back',
    failed: "Your account couldn't be connected",
    nothing: 'There is nothing to finish',
    nothingText:
      'This page opens after you log in to a server. Begin on the page of the server.',
  },
} as const;
