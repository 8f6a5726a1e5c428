using System.Globalization;
using ControlPlane.Errors;
using ControlPlane.Server.Options;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Api;

/// <summary>Turns a refusal into a <c>google.rpc.Status</c>: the one place that knows gRPC codes.</summary>
sealed class RefusalStatus(IOptions<ServerOptions> options)
{
    /// <summary>The domain of our reasons in <c>ErrorInfo</c>.</summary>
    public const string Domain = "controlplane";

    /// <summary>The types of details, for JSON.</summary>
    public static TypeRegistry Types { get; } = TypeRegistry.FromFiles(
        [ErrorDetailsReflection.Descriptor, StatusReflection.Descriptor, .. ContractFiles.All]);

    /// <summary>The status of a refusal.</summary>
    public Google.Rpc.Status Of(RefusedException refusal)
    {
        var info = new ErrorInfo { Reason = refusal.Reason, Domain = Domain, Metadata = { refusal.Metadata.ToDictionary() } };
        if (refusal.Fix is { } fix)
        {
            info.Metadata["fix"] = fix;
        }

        var status = new Google.Rpc.Status { Code = (int)CodeOf(refusal.Kind), Message = refusal.Message, Details = { Any.Pack(info) } };
        status.Details.AddRange(Details(refusal).Select(Any.Pack));
        return status;
    }

    /// <summary>The status of a defect: nothing but a handle on our log.</summary>
    /// <param name="traceId">The trace id.</param>
    public static Google.Rpc.Status Defect(string traceId) => new()
    {
        Code = (int)Code.Internal,
        Message = $"Something broke on our side. Give the trace id {traceId} to an operator.",
        Details =
        {
            Any.Pack(new ErrorInfo { Reason = "INTERNAL", Domain = Domain, Metadata = { ["trace_id"] = traceId } }),
        },
    };

    /// <summary>The gRPC code of a kind of refusal.</summary>
    public static Code CodeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => Code.InvalidArgument,
        RefusalKind.Unauthenticated => Code.Unauthenticated,
        RefusalKind.Denied => Code.PermissionDenied,
        RefusalKind.NotFound => Code.NotFound,
        RefusalKind.Exists => Code.AlreadyExists,
        RefusalKind.Conflict => Code.Aborted,
        RefusalKind.Precondition => Code.FailedPrecondition,
        RefusalKind.Exhausted => Code.ResourceExhausted,
        RefusalKind.Unavailable => Code.Unavailable,
        _ => throw new InvalidOperationException($"No gRPC code for {kind}."),
    };

    IEnumerable<Google.Protobuf.IMessage> Details(RefusedException refusal)
    {
        if (refusal.Kind is RefusalKind.Precondition)
        {
            yield return new PreconditionFailure { Violations = { Preconditions(refusal) } };
        }
        else if (refusal.Violations.Count > 0)
        {
            yield return new BadRequest
            {
                FieldViolations = { refusal.Violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Description }) },
            };
        }

        if (refusal.RetryAfter is { } wait)
        {
            yield return new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) };
        }

        if (Links(refusal).ToList() is { Count: > 0 } links)
        {
            yield return new Help { Links = { links } };
        }
    }

    static IEnumerable<PreconditionFailure.Types.Violation> Preconditions(RefusedException refusal)
        => refusal.Violations.Count > 0
            ? refusal.Violations.Select(v => new PreconditionFailure.Types.Violation { Type = refusal.Reason, Subject = v.Field, Description = v.Description })
            : [new() { Type = refusal.Reason, Subject = Subject(refusal), Description = refusal.Fix ?? refusal.Message }];

    static string Subject(RefusedException refusal)
        => refusal.Metadata.GetValueOrDefault("team") ?? refusal.Metadata.GetValueOrDefault("name") ?? "";

    IEnumerable<Help.Types.Link> Links(RefusedException refusal)
    {
        if (options.Value.HelpUrl is { } url)
        {
            yield return new()
            {
                Description = string.Create(CultureInfo.InvariantCulture, $"What {refusal.Reason} means and how to mend it"),
                Url = url.Replace("{reason}", refusal.Reason, StringComparison.Ordinal),
            };
        }

        if (refusal.Metadata.TryGetValue("sign_in", out var reference))
        {
            yield return new() { Description = "The flight record of this sign-in", Url = options.Value.At($"/v1/signIns/{reference}").ToString() };
        }
    }
}
