export { StudioCard, type StudioCardProps } from './StudioCard.js';
export { useLaunchTargets, type LaunchTargets } from './useLaunchTargets.js';
