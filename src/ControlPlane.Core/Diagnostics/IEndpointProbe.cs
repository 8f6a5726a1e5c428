using System.Net;
using ControlPlane.Domains;

namespace ControlPlane.Diagnostics;

/// <summary>Connects to the addresses of AWS as calls would.</summary>
public interface IEndpointProbe
{
    /// <summary>Resolves and connects to what launches in some Regions need, each host once. Sends no request.</summary>
    Task<IReadOnlyList<EndpointCheck>> CheckAsync(IReadOnlyCollection<RegionName> regions, CancellationToken ct);
}

/// <summary>An endpoint as it was reached.</summary>
/// <param name="Service">The service, such as <c>sts</c>.</param>
/// <param name="Region">The first Region that uses it.</param>
/// <param name="Url">Its address.</param>
/// <param name="Addresses">What its name resolves to.</param>
/// <param name="IsPrivate">Whether it resolves, and to private addresses alone.</param>
/// <param name="Elapsed">How long it took to resolve and connect.</param>
/// <param name="Problem">What is wrong and whose move it is; null when nothing.</param>
public sealed record EndpointCheck(
    string Service, RegionName Region, Uri Url, IReadOnlyList<IPAddress> Addresses, bool IsPrivate, TimeSpan Elapsed, string? Problem);
