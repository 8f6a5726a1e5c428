namespace ControlPlane.Errors;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field's path as the proto or the YAML spells it.</param>
/// <param name="Description">What is wrong and what would be right.</param>
public sealed record Violation(string Field, string Description);
