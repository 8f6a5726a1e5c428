import type { CallOptions, ControlPlane } from './connection.js';
import { ControlPlaneError, errorOf } from './errors.js';
import { ChangeType } from './gen/controlplane/v1/common_pb.js';
import { pause } from './pause.js';

/**
 * What a watch tells.
 *
 * - `added`: it is there: it was when the watch began, was created, or began to match.
 * - `modified`: it was changed.
 * - `deleted`: it was deleted, or stopped matching; the resource has its name and nothing else.
 * - `bookmark`: everything so far was told. The first one ends what was there when the watch began.
 * - `restarted`: the server no longer knows where the watch was: forget everything, it is all told anew.
 */
export type Change<T> =
  | { readonly kind: 'added' | 'modified' | 'deleted'; readonly resource: T; readonly resumeToken: string }
  | { readonly kind: 'bookmark' | 'restarted'; readonly resource?: undefined; readonly resumeToken: string };

/** One message of a watch. */
export interface WatchMessage<T> {
  readonly type: ChangeType;
  readonly resource: T | undefined;
  readonly resumeToken: string;
}

/** How a watch is made. */
export interface WatchOptions extends CallOptions {
  /** Goes on after the change that carried it; begins with what is there unless set. */
  readonly resumeToken?: string;
}

const firstPause = 200;

/**
 * Follows a watch until it is cancelled, and mends it by itself when it breaks.
 *
 * @param controlPlane Whom to call.
 * @param begin Begins it after a resume token.
 * @param options How.
 */
export async function* follow<T>(
  controlPlane: ControlPlane, begin: (resumeToken: string) => AsyncIterable<WatchMessage<T>>, options: WatchOptions,
): AsyncGenerator<Change<T>, void, undefined> {
  const { maxPauseMs, onRetry } = controlPlane.settings;
  let token = options.resumeToken ?? '';
  let wait = firstPause;
  for (;;) {
    let broken = new ControlPlaneError('The server ended the watch.', { kind: 'unavailable', reason: 'CLIENT_WATCH_ENDED' });
    try {
      for await (const message of begin(token)) {
        token = message.resumeToken || token;
        wait = firstPause;
        yield changeOf(message, token);
      }
    } catch (e) {
      options.signal?.throwIfAborted();
      broken = errorOf(e);
      if (!isMended(broken, token)) {
        throw broken;
      }
    }

    if (broken.reason === 'RESUME_TOKEN_LOST') {
      token = '';
      yield { kind: 'restarted', resumeToken: '' };
      continue;
    }

    const next = Math.min(broken.retryAfterMs ?? wait * (0.75 + Math.random() / 2), maxPauseMs);
    onRetry?.(broken, next);
    await pause(next, options.signal);
    wait = Math.min(wait * 2, maxPauseMs);
  }
}

// Before the first change a watch that cannot begin is the caller's to know about, unless the server is only away.
function isMended(error: ControlPlaneError, token: string): boolean {
  return error.kind === 'unavailable' || error.kind === 'exhausted' || error.kind === 'deadline-exceeded'
    || (token !== '' && (error.reason === 'RESUME_TOKEN_LOST' || error.kind === 'internal' || error.kind === 'cancelled'));
}

function changeOf<T>({ type, resource }: WatchMessage<T>, resumeToken: string): Change<T> {
  if (resource === undefined) {
    return { kind: 'bookmark', resumeToken };
  }

  switch (type) {
    case ChangeType.ADDED:
      return { kind: 'added', resource, resumeToken };
    case ChangeType.MODIFIED:
      return { kind: 'modified', resource, resumeToken };
    case ChangeType.DELETED:
      return { kind: 'deleted', resource, resumeToken };
    default:
      return { kind: 'bookmark', resumeToken };
  }
}
