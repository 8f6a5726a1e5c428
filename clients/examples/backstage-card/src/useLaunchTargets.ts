import { collect, type ControlPlane, isRefusal, launchTargets, type ControlPlaneError, type LaunchTarget } from '@controlplane/client';
import { useEffect, useState } from 'react';

/** What is known of the person's teams. */
export type LaunchTargets =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly refusal: ControlPlaneError }
  | { readonly state: 'there'; readonly targets: readonly LaunchTarget[] };

/** The teams that the signed-in person may open. They are read again when the control plane changes. */
export function useLaunchTargets(controlPlane: ControlPlane): LaunchTargets {
  const [found, setFound] = useState<LaunchTargets>({ state: 'loading' });
  useEffect(() => {
    const left = new AbortController();
    setFound({ state: 'loading' });
    collect(launchTargets(controlPlane, 'users/me', { signal: left.signal })).then(
      targets => setFound({ state: 'there', targets }),
      (e: unknown) => {
        if (left.signal.aborted) {
          return;
        }

        if (!isRefusal(e)) {
          throw e;
        }

        setFound({ state: 'refused', refusal: e });
      });
    return () => left.abort();
  }, [controlPlane]);
  return found;
}
