using ControlPlane.Errors;

namespace ControlPlane.Catalog;

/// <summary>What the catalog refuses, whatever the kind of resource.</summary>
public static class ResourceErrors
{
    const int ShownDependents = 10;

    /// <summary>It is not there, or not for this caller: the two read the same.</summary>
    /// <param name="name">The resource name that was asked for.</param>
    public static RefusedException NotFound(string name) => new(
        RefusalKind.NotFound, "RESOURCE_NOT_FOUND", $"There is no '{name}' that you may see.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name },
    };

    /// <summary>There is one with this name.</summary>
    /// <param name="name">The resource name.</param>
    public static RefusedException Exists(string name) => new(
        RefusalKind.Exists, "RESOURCE_EXISTS", $"'{name}' is there already: update it, or choose another name.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name },
    };

    /// <summary>It is not any more what the caller read.</summary>
    /// <param name="name">The resource name.</param>
    public static RefusedException EtagMismatch(string name) => new(
        RefusalKind.Conflict, "ETAG_MISMATCH", $"'{name}' was changed since you read it: read it again and repeat your change.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name },
    };

    /// <summary>Others depend on it.</summary>
    /// <param name="name">The resource name.</param>
    /// <param name="dependents">The names of what depends on it; the first ten are told.</param>
    /// <param name="count">How many there are.</param>
    public static RefusedException InUse(string name, IReadOnlyList<string> dependents, long count) => new(
        RefusalKind.Precondition, "RESOURCE_IN_USE",
        $"'{name}' is in use by {count}{(count > dependents.Count ? " or more" : "")}: {string.Join(", ", dependents.Take(ShownDependents))}"
            + $"{(count > ShownDependents ? ", ..." : "")}. Remove these first.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name, ["dependents"] = $"{count}" },
        Violations = [.. dependents.Take(ShownDependents).Select(d => new Violation(d, $"It depends on {name}."))],
    };

    /// <summary>The server's catalog file says what it is.</summary>
    /// <param name="name">The resource name.</param>
    public static RefusedException OwnedByFile(string name) => new(
        RefusalKind.Precondition, "RESOURCE_OWNED_BY_FILE",
        $"'{name}' comes from the server's catalog file, and the next load would undo a change: change it in the file, or take it out of the file first.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name },
        Fix = "Whoever keeps the server's catalog file changes it there.",
    };

    /// <summary>Another one differs by case alone.</summary>
    /// <param name="name">The resource name.</param>
    /// <param name="holder">The id that is there.</param>
    public static RefusedException DiffersByCase(string name, string holder) => new(
        RefusalKind.Exists, "RESOURCE_DIFFERS_BY_CASE", $"'{name}' differs from '{holder}', which is there, by case alone: choose another id.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = name, ["holder"] = holder },
    };

    /// <summary>Rules are broken.</summary>
    /// <param name="violations">All of them.</param>
    public static RefusedException Invalid(IReadOnlyList<Violation> violations) => new(
        RefusalKind.Invalid, "REQUEST_INVALID", violations is [var only]
            ? $"The request is wrong in {only.Field}: {only.Description}"
            : $"The request is wrong in {violations.Count} places: see the violations.")
    {
        Violations = violations,
    };

    /// <summary>The feed does not reach back to the token.</summary>
    public static RefusedException ResumeTokenLost() => new(
        RefusalKind.Precondition, "RESUME_TOKEN_LOST", "What followed the resume token is not kept any more: watch again without it.");

    /// <summary>The token is none of ours.</summary>
    public static RefusedException ResumeTokenInvalid() => new(
        RefusalKind.Invalid, "RESUME_TOKEN_INVALID", "The resume token does not belong to this request. Give it back unchanged, with all other fields as they were.")
    {
        Violations = [new("resume_token", "It does not belong to this request.")],
    };

    /// <summary>The subscriber does not read as fast as changes come.</summary>
    public static RefusedException WatchTooSlow() => new(
        RefusalKind.Exhausted, "WATCH_TOO_SLOW", "Changes came faster than they were read: watch again with the last resume token.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>An order over too many resources.</summary>
    /// <param name="most">The bound.</param>
    public static RefusedException OrderTooLarge(int most) => new(
        RefusalKind.Exhausted, "ORDER_TOO_LARGE", $"More than {most} resources would have to be sorted: narrow the filter, or leave order_by out.")
    {
        Metadata = new Dictionary<string, string> { ["most"] = $"{most}" },
    };
}
