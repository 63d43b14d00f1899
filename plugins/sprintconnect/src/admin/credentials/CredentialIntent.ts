/** What the reader wants to do with a credential. */
export type CredentialIntent =
  'look' | 'rotate' | 'endOverlap' | 'edit' | 'delete';
