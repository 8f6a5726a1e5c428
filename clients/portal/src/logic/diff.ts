/** What a change did, from the JSON before and after it. */

/** One line of a difference. */
export interface Difference {
  /** The path of the value, such as `Placements.0.Weight`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
  readonly before: string;
  readonly after: string;
}

/** Compares two JSON texts value by value. Text that is not JSON is compared as a whole. */
export function differences(before: string, after: string): Difference[] {
  const old = leaves(before);
  const now = leaves(after);
  return [...new Set([...old.keys(), ...now.keys()])].sort().map(path => {
    const was = old.get(path);
    const is = now.get(path);
    return {
      path,
      kind: was === undefined ? 'added' : is === undefined ? 'removed' : was === is ? 'same' : 'changed',
      before: was ?? '',
      after: is ?? '',
    };
  });
}

function leaves(json: string): Map<string, string> {
  const all = new Map<string, string>();
  if (json === '') {
    return all;
  }

  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Not JSON: one text.
    return all.set('', json);
  }

  const walk = (node: unknown, path: string) => {
    if (typeof node === 'object' && node !== null && Object.keys(node).length > 0) {
      for (const [key, child] of Object.entries(node)) {
        walk(child, path === '' ? key : `${path}.${key}`);
      }
    } else {
      all.set(path, typeof node === 'string' ? node : JSON.stringify(node));
    }
  };
  walk(value, '');
  return all;
}
