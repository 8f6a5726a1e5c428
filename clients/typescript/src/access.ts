import { service, type CallOptions, type ControlPlane } from './connection.js';
import { AccessService, type LaunchTarget } from './gen/controlplane/v1/access_pb.js';
import { paged } from './paging.js';

/**
 * The teams that a user may open now, ordered by team, a page at a time and no page before it is needed. What else the access API does is in
 * `service(controlPlane, AccessService)`.
 *
 * @param controlPlane Whom to call.
 * @param user The user's name; `users/me`, the caller, unless set.
 * @param options How.
 */
export function launchTargets(
  controlPlane: ControlPlane, user = 'users/me', options: CallOptions & { readonly pageSize?: number } = {},
): AsyncGenerator<LaunchTarget, void, undefined> {
  const { pageSize = 500, signal, ...rest } = options;
  const client = service(controlPlane, AccessService);
  return paged(async pageToken => {
    const page = await client.listLaunchTargets({ parent: user, pageSize, pageToken }, signal ? { ...rest, signal } : rest);
    return { items: page.launchTargets, nextPageToken: page.nextPageToken };
  });
}
