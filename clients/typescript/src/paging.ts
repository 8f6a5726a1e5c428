/** One page, and where the next begins; empty after the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string;
}

/**
 * All items of all pages, and no page before it is needed.
 *
 * @param fetchPage Fetches the page that a token begins; the first for an empty one.
 */
export async function* paged<T>(fetchPage: (pageToken: string) => Promise<Page<T>>): AsyncGenerator<T, void, undefined> {
  for (let token = ''; ; ) {
    const page = await fetchPage(token);
    yield* page.items;
    token = page.nextPageToken;
    if (token === '') {
      return;
    }
  }
}

/**
 * Everything that an iteration gives, in an array.
 *
 * @param items What to iterate.
 * @param limit At most so many; all unless set.
 */
export async function collect<T>(items: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  if (limit <= 0) {
    return all;
  }

  for await (const item of items) {
    all.push(item);
    if (all.length >= limit) {
      break;
    }
  }

  return all;
}
