import { type ControlPlane, idOf, type LaunchTarget, Readiness, userTeamNames } from '@controlplane/client';
import { useId } from 'react';
import { useLaunchTargets } from './useLaunchTargets.js';

/** What the card needs. */
export interface StudioCardProps {
  /** Whom to ask; the portal makes one for all of its cards. */
  readonly controlPlane: ControlPlane;
  /** The control plane's address in browsers, such as `https://studio.example.com`. */
  readonly address: string;
  /** The ids of the teams that belong to the page, such as a component's annotation names them; all unless set. */
  readonly teams?: readonly string[];
}

const readiness: Record<Readiness, string> = {
  [Readiness.UNSPECIFIED]: '',
  [Readiness.READY]: 'Ready',
  [Readiness.NOT_CREATED]: 'The first opening takes a minute',
  [Readiness.PREPARING]: 'Being prepared',
  [Readiness.FAILED]: 'Broken: ask your operators',
};

/** A card of a developer portal: the teams of the signed-in person, each with a link that opens Studio. */
export function StudioCard({ controlPlane, address, teams }: StudioCardProps) {
  const title = useId();
  const found = useLaunchTargets(controlPlane);
  return (
    <section className="studio-card" aria-labelledby={title} aria-busy={found.state === 'loading'}>
      <h2 id={title}>SageMaker Studio</h2>
      {found.state === 'loading' && <p>Looking up your teams…</p>}
      {found.state === 'refused' && (
        <div role="alert">
          <p>{found.refusal.message}</p>
          {found.refusal.fix && <p>{found.refusal.fix}</p>}
          {found.refusal.kind === 'unauthenticated' && <a href={`${address}/saml/login`}>Sign in</a>}
          <p><code>{found.refusal.reason}</code></p>
        </div>
      )}
      {found.state === 'there' && <Targets targets={found.targets.filter(t => !teams || teams.includes(idOf(t.name)))} address={address} />}
    </section>
  );
}

function Targets({ targets, address }: { readonly targets: readonly LaunchTarget[]; readonly address: string }) {
  if (targets.length === 0) {
    return <p>No team of this page is assigned to you.</p>;
  }

  return (
    <ul>
      {targets.map(target => (
        <li key={target.name}>
          <a href={launchAddress(address, target)} target="_blank" rel="noopener">{target.displayName || idOf(target.name)}</a>
          {target.route && <span> {target.route.accountAlias} · {target.route.region} <em className={`badge ${target.route.environment}`}>{target.route.environment}</em></span>}
          <p>{target.purpose}</p>
          <p>{target.blockedReason ? `Not now: ${target.blockedReason}` : readiness[target.readiness]}</p>
        </li>
      ))}
    </ul>
  );
}

// The browser goes there itself: the presigned URL that follows is a secret, which no script needs to see.
function launchAddress(address: string, target: LaunchTarget): string {
  return `${address}/launch/${encodeURIComponent(userTeamNames.parse(target.name).team)}`;
}
