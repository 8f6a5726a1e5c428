namespace ControlPlane.Operations;

/// <summary>Long work to begin.</summary>
/// <param name="Kind">What kind of work.</param>
/// <param name="Target">The resource name that it works on.</param>
/// <param name="Json">What exactly is asked for, as the kind spells it.</param>
public sealed record OperationOrder(string Kind, string Target, string Json);
