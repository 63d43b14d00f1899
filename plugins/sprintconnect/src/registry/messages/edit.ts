export const edit = {
  action: 'Edit',
  title: 'Edit {{name}}',
  form: 'Edit server',
  submit: 'Save changes',
  failed: 'Your changes were not saved',
  done: 'Changes saved',
  refused: "You can't edit this server",
  refusedText:
    'Only its owner or an administrator can. Ask the owning team to make the change.',
  retired: 'This server is retired',
  retiredText: 'Register it again to use it.',
  back: 'Back to the server',
  catalog: {
    title: 'This server comes from the catalog',
    text: 'Its catalog-info.yaml sets the title, description, remotes, owner, system, lifecycle and tags. Change them there. Here you can change checks and call limits.',
    entity: 'Open entity',
    source: 'Edit catalog-info.yaml',
  },
  conflict: {
    title: 'Someone else changed this server while you were editing',
    text: 'Nothing of yours is saved yet. Compare, then choose.',
    field: 'Field',
    before: 'When you started',
    now: 'Now',
    yours: 'Yours',
    none: 'empty',
    nothing:
      'No field of this form is different. Keep your changes, and save them again.',
    keep: 'Keep my changes',
    discard: 'Discard my changes',
    kept: 'Your changes are applied to the latest version. Review them, then save.',
  },
  discard: {
    title: 'Discard your changes?',
    text: "Your changes in this form aren't saved yet.",
    confirm: 'Discard',
  },
} as const;
