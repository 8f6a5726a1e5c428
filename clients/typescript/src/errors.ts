import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import { BadRequestSchema, ErrorInfoSchema, HelpSchema, PreconditionFailureSchema, QuotaFailureSchema, RetryInfoSchema } from './gen/google/rpc/error_details_pb.js';
import type { Status } from './gen/google/rpc/status_pb.js';

/**
 * What kind of failure it is. It says whether asking again helps, and whose move it is.
 *
 * - `invalid`: the request itself is wrong and would be wrong at any time.
 * - `unauthenticated`: the caller did not prove who they are: sign in again.
 * - `denied`: the caller is known and may not.
 * - `not-found`: it does not exist, or the caller may not know that it does.
 * - `exists`: it exists already.
 * - `conflict`: someone changed it first: read again and retry.
 * - `precondition`: the system is not in the state that this needs; somebody must act first.
 * - `exhausted`: a limit or quota is reached.
 * - `unavailable`: it cannot be served right now and may succeed later.
 * - `deadline-exceeded`: the deadline passed before the answer came. What was asked may have been done.
 * - `cancelled`: the work was cancelled on the server.
 * - `unimplemented`: the server does not know the method: it is older than this client, or it is no control plane.
 * - `internal`: something broke on the server's side, or on the way.
 */
export type ControlPlaneErrorKind =
  | 'invalid' | 'unauthenticated' | 'denied' | 'not-found' | 'exists' | 'conflict' | 'precondition' | 'exhausted' | 'unavailable'
  | 'deadline-exceeded' | 'cancelled' | 'unimplemented' | 'internal';

/** One thing that is wrong. */
export interface Violation {
  /** The path of the field as the proto spells it, or the subject of a precondition or quota. */
  readonly field: string;
  /** What is wrong with it, in a sentence. */
  readonly description: string;
}

/** A page that helps. */
export interface HelpLink {
  /** What is on it. */
  readonly description: string;
  /** Its address. */
  readonly url: string;
}

/** What a {@link ControlPlaneError} is made of. */
export interface ControlPlaneErrorInit {
  /** What kind of failure it is; `internal` unless set. */
  readonly kind?: ControlPlaneErrorKind;
  /** The stable reason code; `UNKNOWN` unless set. */
  readonly reason?: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
  /** What is wrong, each. */
  readonly violations?: readonly Violation[];
  /** Every value that the message speaks of. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** How long to wait before asking again, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Pages that help. */
  readonly help?: readonly HelpLink[];
  /** What was caught. */
  readonly cause?: unknown;
}

/** A call that did not succeed, with everything that the server told about it. */
export class ControlPlaneError extends Error {
  override readonly name = 'ControlPlaneError';

  /** What kind of failure it is. */
  readonly kind: ControlPlaneErrorKind;

  /** The stable reason code, such as `ENTITLEMENT_NOT_FOUND`. What the client finds out by itself has codes that begin with `CLIENT_`. */
  readonly reason: string;

  /** What to do about it; undefined when the message says it all. */
  readonly fix: string | undefined;

  /** Every violation, none left out. */
  readonly violations: readonly Violation[];

  /** Every value that the message speaks of, by name. */
  readonly metadata: Readonly<Record<string, string>>;

  /** How long to wait before asking again, in milliseconds; undefined when the server did not say. */
  readonly retryAfterMs: number | undefined;

  /** Pages that help. */
  readonly help: readonly HelpLink[];

  /**
   * An error.
   *
   * @param message What happened and what to do now.
   * @param init Everything else.
   */
  constructor(message: string, init: ControlPlaneErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.kind = init.kind ?? 'internal';
    this.reason = init.reason ?? 'UNKNOWN';
    this.fix = init.fix;
    this.violations = init.violations ?? [];
    this.metadata = init.metadata ?? {};
    this.retryAfterMs = init.retryAfterMs;
    this.help = init.help ?? [];
  }

  /** The reference of the sign-in that it belongs to; undefined for none. */
  get signIn(): string | undefined {
    return this.metadata.sign_in;
  }

  /** The trace id that an operator can look for; undefined when the server did not say. */
  get traceId(): string | undefined {
    return this.metadata.trace_id;
  }
}

/**
 * Whether something that was caught is a refusal, by choice one with a given reason.
 *
 * @param error What was caught.
 * @param reason The reason code, such as `RESOURCE_NOT_FOUND`; any unless set.
 */
export function isRefusal(error: unknown, reason?: string): error is ControlPlaneError {
  return error instanceof ControlPlaneError && (reason === undefined || error.reason === reason);
}

const kinds: Partial<Record<Code, ControlPlaneErrorKind>> = {
  [Code.InvalidArgument]: 'invalid',
  [Code.OutOfRange]: 'invalid',
  [Code.Unauthenticated]: 'unauthenticated',
  [Code.PermissionDenied]: 'denied',
  [Code.NotFound]: 'not-found',
  [Code.AlreadyExists]: 'exists',
  [Code.Aborted]: 'conflict',
  [Code.FailedPrecondition]: 'precondition',
  [Code.ResourceExhausted]: 'exhausted',
  [Code.Unavailable]: 'unavailable',
  [Code.DeadlineExceeded]: 'deadline-exceeded',
  [Code.Canceled]: 'cancelled',
  [Code.Unimplemented]: 'unimplemented',
};

type Find = <D extends DescMessage>(schema: D) => MessageShape<D> | undefined;

/** What the details of a google.rpc.Status tell. */
function detailsOf(find: Find): ControlPlaneErrorInit {
  const info = find(ErrorInfoSchema);
  const { fix, ...metadata } = info?.metadata ?? {};
  const delay = find(RetryInfoSchema)?.retryDelay;
  return {
    reason: info?.reason ?? 'UNKNOWN',
    fix,
    metadata,
    violations: [
      ...(find(BadRequestSchema)?.fieldViolations ?? []).map(v => ({ field: v.field, description: v.description })),
      ...(find(PreconditionFailureSchema)?.violations ?? []).map(v => ({ field: v.subject, description: v.description })),
      ...(find(QuotaFailureSchema)?.violations ?? []).map(v => ({ field: v.subject, description: v.description })),
    ],
    retryAfterMs: delay && Number(delay.seconds) * 1000 + delay.nanos / 1e6,
    help: (find(HelpSchema)?.links ?? []).map(l => ({ description: l.description, url: l.url })),
  };
}

/**
 * The error that a status tells, such as the one of an operation that failed.
 *
 * @param status The status.
 */
export function errorOfStatus(status: Status): ControlPlaneError {
  const details = detailsOf(schema => {
    for (const detail of status.details) {
      const found = anyUnpack(detail, schema);
      if (found) {
        return found;
      }
    }
    return undefined;
  });
  // google.rpc.Code and Connect's codes are the same numbers.
  return new ControlPlaneError(status.message, { ...details, kind: kinds[status.code as Code] ?? 'internal' });
}

/** The error that a transport's failure tells. */
export function errorOf(caught: unknown): ControlPlaneError {
  if (caught instanceof ControlPlaneError) {
    return caught;
  }

  const error = ConnectError.from(caught);
  const details = detailsOf(schema => error.findDetails(schema)[0]);
  if (details.reason !== 'UNKNOWN') {
    return new ControlPlaneError(error.rawMessage, { ...details, kind: kinds[error.code] ?? 'internal', cause: error });
  }

  return localError(error);
}

/** What the server did not explain: the way to it, or something between. */
function localError(error: ConnectError): ControlPlaneError {
  if (isConnection(error)) {
    return new ControlPlaneError(`The server cannot be reached: ${error.rawMessage}.`, {
      kind: 'unavailable', reason: 'CLIENT_CANNOT_CONNECT', fix: 'Check the address, and that the server runs.', cause: error,
    });
  }

  switch (error.code) {
    case Code.DeadlineExceeded:
      return new ControlPlaneError('The answer did not come in time. What was asked may have been done.', {
        kind: 'deadline-exceeded', reason: 'CLIENT_DEADLINE_EXCEEDED', cause: error,
      });
    case Code.Canceled:
      return new ControlPlaneError(error.rawMessage, { kind: 'cancelled', reason: 'CLIENT_CANCELLED', cause: error });
    case Code.Unimplemented:
      return new ControlPlaneError('The server does not know this method: it is older than this client, or the address is not its gRPC port.', {
        kind: 'unimplemented', reason: 'CLIENT_METHOD_UNKNOWN', cause: error,
      });
    default:
      return new ControlPlaneError(error.rawMessage || `The call ended with ${Code[error.code]}.`, { kind: kinds[error.code] ?? 'internal', cause: error });
  }
}

// Node's codes of sockets and HTTP/2 sessions. Of a lost connection fetch says no more than a TypeError with a sentence of the platform's own:
// those of Chromium, Firefox, Safari and Node, before and while an answer is read.
const nodeCodes = /^(E[A-Z]+$|ERR_HTTP2_|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;
const fetchSentences = /failed to fetch|network ?error|error in input stream|load failed|fetch failed|^terminated$/i;

function isConnection(error: ConnectError): boolean {
  // A server that dies resets its streams, which Connect takes for a cancellation. What the caller cancels never comes here.
  if (error.rawMessage.startsWith('http/2 stream closed')) {
    return true;
  }

  for (let cause: unknown = error.cause, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' ? nodeCodes.test(code) : cause instanceof TypeError && fetchSentences.test(cause.message)) {
      return true;
    }
  }

  return false;
}
