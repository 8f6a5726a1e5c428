using System.Net.Sockets;
using System.Security.Authentication;
using Google.Rpc;
using Grpc.Core;

namespace ControlPlane.Client;

/// <summary>Turns what gRPC throws into <see cref="ControlPlaneException"/>.</summary>
static class ControlPlaneErrors
{
    public const string Unreachable = "CLIENT_CANNOT_CONNECT";

    public static ControlPlaneException Of(RpcException e) => e.GetRpcStatus() is { Details.Count: > 0 } status
        ? Of(status, e)
        : new ControlPlaneException(MessageOf(e), e) { Kind = KindOf(e.StatusCode), Reason = ReasonOf(e), Fix = FixOf(e) };

    /// <summary>From a status, such as an operation's error.</summary>
    public static ControlPlaneException Of(Google.Rpc.Status status, Exception? cause = null)
    {
        var info = status.GetDetail<ErrorInfo>();
        return new ControlPlaneException(status.Message, cause)
        {
            Kind = KindOf((StatusCode)status.Code),
            Reason = info?.Reason ?? "UNKNOWN",
            Fix = info is not null && info.Metadata.TryGetValue("fix", out var fix) ? fix : null,
            Violations = [.. Violations(status)],
            Metadata = info?.Metadata.Where(m => m.Key is not "fix").ToDictionary() ?? [],
            RetryAfter = status.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan(),
            Help = [.. status.GetDetail<Help>()?.Links.Select(l => Uri.TryCreate(l.Url, UriKind.Absolute, out var uri) ? uri : null).OfType<Uri>() ?? []],
        };
    }

    /// <summary>Whether nothing is known to have happened and asking again may succeed.</summary>
    public static bool MayPass(ControlPlaneException e) => e.Kind is ControlPlaneErrorKind.Unavailable or ControlPlaneErrorKind.Exhausted;

    static IEnumerable<ControlPlaneViolation> Violations(Google.Rpc.Status status) =>
    [
        .. status.GetDetail<BadRequest>()?.FieldViolations.Select(v => new ControlPlaneViolation(v.Field, v.Description)) ?? [],
        .. status.GetDetail<PreconditionFailure>()?.Violations.Select(v => new ControlPlaneViolation(v.Subject, v.Description)) ?? [],
        .. status.GetDetail<QuotaFailure>()?.Violations.Select(v => new ControlPlaneViolation(v.Subject, v.Description)) ?? [],
    ];

    // google.rpc.Code and gRPC's status codes are the same numbers.
    static ControlPlaneErrorKind KindOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => ControlPlaneErrorKind.Invalid,
        StatusCode.Unauthenticated => ControlPlaneErrorKind.Unauthenticated,
        StatusCode.PermissionDenied => ControlPlaneErrorKind.Denied,
        StatusCode.NotFound => ControlPlaneErrorKind.NotFound,
        StatusCode.AlreadyExists => ControlPlaneErrorKind.Exists,
        StatusCode.Aborted => ControlPlaneErrorKind.Conflict,
        StatusCode.FailedPrecondition => ControlPlaneErrorKind.Precondition,
        StatusCode.ResourceExhausted => ControlPlaneErrorKind.Exhausted,
        StatusCode.Unavailable => ControlPlaneErrorKind.Unavailable,
        StatusCode.DeadlineExceeded => ControlPlaneErrorKind.DeadlineExceeded,
        StatusCode.Cancelled => ControlPlaneErrorKind.Cancelled,
        StatusCode.Unimplemented => ControlPlaneErrorKind.Unimplemented,
        _ => ControlPlaneErrorKind.Internal,
    };

    static string ReasonOf(RpcException e) => e.StatusCode switch
    {
        StatusCode.DeadlineExceeded => "CLIENT_DEADLINE_EXCEEDED",
        StatusCode.Cancelled => "CLIENT_CANCELLED",
        StatusCode.Unimplemented => "CLIENT_METHOD_UNKNOWN",
        _ => IsConnection(e) ? Unreachable : "UNKNOWN",
    };

    static string MessageOf(RpcException e) => e.StatusCode switch
    {
        StatusCode.DeadlineExceeded => "The answer did not come in time. What was asked may have been done.",
        StatusCode.Unimplemented => "The server does not know this method: it is older than this client, or the address is not its gRPC port.",
        _ when Cause<AuthenticationException>(e) is { } tls => $"The server's TLS certificate was not accepted: {tls.Message}",
        _ when Cause<SocketException>(e) is { } socket => $"The server cannot be reached: {socket.Message}.",
        _ => e.Status.Detail is { Length: > 0 } detail ? detail : $"The call ended with {e.StatusCode}.",
    };

    static string? FixOf(RpcException e)
        => Cause<AuthenticationException>(e) is not null ? "Give the authority that signed it, or correct the address."
            : IsConnection(e) ? "Check the address, and that the server runs."
            : null;

    static bool IsConnection(RpcException e) => Cause<SocketException>(e) is not null || Cause<AuthenticationException>(e) is not null || Cause<HttpRequestException>(e) is not null;

    static T? Cause<T>(RpcException e)
        where T : Exception
    {
        for (var cause = e.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
