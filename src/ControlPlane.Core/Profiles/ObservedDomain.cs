using ControlPlane.Domains;

namespace ControlPlane.Profiles;

/// <summary>A SageMaker domain as AWS describes it.</summary>
/// <param name="Name">Its resource name.</param>
/// <param name="AuthMode">How people sign in to it.</param>
/// <param name="Status">AWS's status text, such as <c>InService</c>.</param>
/// <param name="SourceIdentity">Whether it hands the profile's name on as source identity.</param>
public sealed record ObservedDomain(DomainName Name, AuthMode AuthMode, string Status, bool SourceIdentity);
