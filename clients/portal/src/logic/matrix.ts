/** Who may open what: entitlements as a table of people and groups against teams. */
import type { Entitlement } from '@controlplane/client';
import { fold } from './targets.js';

/** A person or group of the table. */
export interface Subject {
  /** `users/{user}` or `groups/{group}`. */
  readonly name: string;
  readonly title: string;
  /** What stands below the title, such as a mail address. */
  readonly detail: string;
  readonly kind: 'user' | 'group';
  /** The groups that the catalog puts a person in. */
  readonly groups: readonly string[];
}

/** A right in a cell. */
export interface Right {
  readonly entitlement: Entitlement;
  /** The group that hands it on; undefined when the subject has it itself. */
  readonly by: string | undefined;
}

/** The table: the rights by subject and team. */
export type Rights = ReadonlyMap<string, ReadonlyMap<string, readonly Right[]>>;

/** The rights of each subject, its own and those of its groups. */
export function rightsOf(subjects: readonly Subject[], entitlements: readonly Entitlement[]): Rights {
  const own = new Map<string, Entitlement[]>();
  for (const entitlement of entitlements) {
    const name = entitlement.subject.value ?? '';
    const list = own.get(name);
    if (list) {
      list.push(entitlement);
    } else {
      own.set(name, [entitlement]);
    }
  }

  return new Map(subjects.map(subject => {
    const row = new Map<string, Right[]>();
    const add = (name: string, by: string | undefined) => {
      for (const entitlement of own.get(name) ?? []) {
        const team = teamOf(entitlement);
        row.set(team, [...(row.get(team) ?? []), { entitlement, by }]);
      }
    };
    add(subject.name, undefined);
    for (const group of subject.groups) {
      add(group, group);
    }

    return [subject.name, row];
  }));
}

/** The team of an entitlement, `teams/{team}`. */
export function teamOf(entitlement: { readonly name: string }): string {
  return entitlement.name.split('/').slice(0, 2).join('/');
}

/** The values of the contract's Entitlement.State. */
const states = { active: 1, pending: 2, ended: 3 } as const;

/** How a cell stands: the best of its rights. */
export function standing(rights: readonly Right[]): 'active' | 'pending' | 'ended' | 'none' {
  const has = (state: number) => rights.some(r => r.entitlement.state === state);
  return has(states.active) ? 'active' : has(states.pending) ? 'pending' : has(states.ended) ? 'ended' : 'none';
}

/** The subjects that a search finds. */
export function findSubjects(subjects: readonly Subject[], search: string): Subject[] {
  const words = fold(search).split(/\s+/);
  return subjects.filter(s => {
    const text = fold(`${s.title}\n${s.detail}\n${s.name}`);
    return words.every(word => text.includes(word));
  });
}
