import { service, type CallOptions, type ControlPlane } from './connection.js';
import { errorOfStatus } from './errors.js';
import { OperationService, type Operation } from './gen/controlplane/v1/operations_pb.js';

/** How an operation is waited for. */
export interface WaitOptions extends CallOptions {
  /** Hears of each state on the way and of the last one. */
  readonly onProgress?: (operation: Operation) => void;
}

/**
 * Waits until an operation has ended well, however long it takes. It goes on when the waiting is ended.
 *
 * @param controlPlane Whom to call.
 * @param operation The operation as it was last seen, or its name.
 * @param options How.
 * @returns The operation with its response.
 * @throws {@link ControlPlaneError} It failed or was cancelled, with the reason.
 */
export async function waitForOperation(controlPlane: ControlPlane, operation: Operation | string, options: WaitOptions = {}): Promise<Operation> {
  const { onProgress, ...call } = options;
  const client = service(controlPlane, OperationService);
  let seen = typeof operation === 'string' ? await client.getOperation({ name: operation }, callOf(call)) : operation;
  onProgress?.(seen);
  while (!seen.done) {
    // A second is short enough that a person sees progress; the server answers earlier when the work ends.
    seen = await client.waitOperation({ name: seen.name, timeout: { seconds: 1n } }, callOf(call));
    onProgress?.(seen);
  }

  if (seen.result.case === 'error') {
    throw errorOfStatus(seen.result.value);
  }

  return seen;
}

/**
 * Asks an operation to stop. It ends after the step that it is in; what was done stays done. One that is done is left as it is.
 *
 * @param controlPlane Whom to call.
 * @param name The operation's name.
 * @param options How.
 */
export async function cancelOperation(controlPlane: ControlPlane, name: string, options: CallOptions = {}): Promise<void> {
  await service(controlPlane, OperationService).cancelOperation({ name }, callOf(options));
}

// Connect's options know no undefined.
function callOf({ signal, ...rest }: CallOptions) {
  return signal ? { ...rest, signal } : rest;
}
