using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Requests;

/// <summary>What makes a repeated request the same as one before it.</summary>
/// <param name="Caller">Who asks: two callers never share an id.</param>
/// <param name="Method">What they ask, such as <c>/controlplane.v1.TeamService/CreateTeam</c>.</param>
/// <param name="Id">The id that they gave it.</param>
/// <param name="Fingerprint">A digest of everything else in the request.</param>
public sealed record RequestIdentity(string Caller, string Method, Guid Id, string Fingerprint)
{
    /// <summary>One that follows from what is asked: however many processes ask for the same, it is one request.</summary>
    internal static RequestIdentity Of(string caller, string method, string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(what));
        return new(caller, method, new Guid(hash.AsSpan(0, 16)), Convert.ToHexStringLower(hash));
    }
}

/// <summary>What a request was answered.</summary>
/// <param name="Json">The document as it was after the change; empty when it was removed.</param>
/// <param name="Version">The revision of the change, which is also the version of what it wrote.</param>
public sealed record RequestAnswer(ReadOnlyMemory<byte> Json, long Version);
