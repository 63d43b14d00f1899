export type SubjectKind =
  'user' | 'group' | 'key' | 'agent' | 'everyone' | 'other';

/** What a subject of a binding is, by how it is written. */
export function subjectKind(subject: string): SubjectKind {
  if (subject === '*') return 'everyone';
  if (subject.startsWith('api-key:')) return 'key';
  if (/^https?:/i.test(subject)) return 'agent';
  const [, kind] = /^(user|group):[^/:\s]+\/[^/:\s]+$/.exec(subject) ?? [];
  return (kind as 'user' | 'group' | undefined) ?? 'other';
}
