using ControlPlane.Domains;

namespace ControlPlane.Profiles;

/// <summary>A SageMaker domain as AWS describes it.</summary>
/// <param name="Name">Its resource name.</param>
/// <param name="AuthMode">How people sign in to it.</param>
/// <param name="Status">AWS's status text, such as <c>InService</c>.</param>
/// <param name="SourceIdentity">Whether it hands the profile's name on as source identity.</param>
public sealed record ObservedDomain(DomainName Name, AuthMode AuthMode, string Status, bool SourceIdentity)
{
    /// <summary>AWS's word for the way of its notebooks to the network: <c>VpcOnly</c> or <c>PublicInternetOnly</c>, which is also what it is
    /// when AWS says nothing (SageMaker API, DescribeDomain).</summary>
    public string NetworkAccess { get; init; } = "PublicInternetOnly";

    /// <summary>The key that its volume is encrypted with; null when it is AWS's own.</summary>
    public string? KmsKey { get; init; }
}
