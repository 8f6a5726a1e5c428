using System.Security.Cryptography;
using ControlPlane.Errors;
using ControlPlane.Requests;
using ControlPlane.Server.Authorization;
using Google.Protobuf;
using Grpc.Core;

namespace ControlPlane.Server.Api;

/// <summary>Reads the <c>request_id</c> of requests (AIP-155).</summary>
static class RequestIds
{
    /// <summary>What makes a request the same as one before it; null when it has no id.</summary>
    /// <param name="context">The call.</param>
    /// <param name="request">The whole request.</param>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>: the id is no UUID.</exception>
    public static RequestIdentity? Of(ServerCallContext context, IMessage request)
        => request.Descriptor.FindFieldByName("request_id")?.Accessor.GetValue(request) is not string { Length: > 0 } text ? null
            : Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty
                ? new(RpcGate.CallerOf(context).Name, context.Method, id, Fingerprint(request))
                : throw ApiErrors.RequestInvalid(new Violation("request_id", "Write a UUID, such as 0199a0a0-5a7c-7000-8000-000000000001, or leave it out."));

    // Maps have no order of their own: without this, a client that sends the same labels in another order would send another request.
    static string Fingerprint(IMessage request)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true) { Deterministic = true })
        {
            request.WriteTo(output);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }
}
