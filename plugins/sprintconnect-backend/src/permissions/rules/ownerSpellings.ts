/**
 * Every way in which an owner may be written who is this entity, in lower case: `group:default/a` is also `group:a`,
 * `default/a` and `a`, because an owner is a group of the namespace `default` unless it says otherwise
 * (Backstage, Descriptor Format, `spec.owner`). A claim that is not a full reference stands for itself.
 */
export function ownerSpellings(claim: string): string[] {
  const [, kind, namespace, name] =
    /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(claim.toLowerCase()) ?? [];
  if (!kind) return [claim.toLowerCase()];
  const isGroup = kind === 'group';
  const isDefault = namespace === 'default';
  return [
    `${kind}:${namespace}/${name}`,
    ...(isDefault ? [`${kind}:${name}`] : []),
    ...(isGroup ? [`${namespace}/${name}`] : []),
    ...(isGroup && isDefault ? [name] : []),
  ];
}
