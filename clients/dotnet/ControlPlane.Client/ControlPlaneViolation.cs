namespace ControlPlane.Client;

/// <summary>One thing that is wrong with a request, or one thing that is in the way of it.</summary>
/// <param name="Field">The field's path as the contract spells it, such as <c>account.regions[0]</c>, or the resource that is in the way.</param>
/// <param name="Description">What is wrong and what would be right.</param>
public sealed record ControlPlaneViolation(string Field, string Description);
