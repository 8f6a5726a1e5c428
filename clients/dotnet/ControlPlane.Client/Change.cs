namespace ControlPlane.Client;

/// <summary>What a watch tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The resource as it is now; after a deletion only its name. Null for <see cref="ChangeKind.Bookmark"/> and
/// <see cref="ChangeKind.Restarted"/>.</param>
/// <param name="ResumeToken">Where to go on after this; empty after a restart.</param>
public sealed record Change<T>(ChangeKind Kind, T? Resource, string ResumeToken)
    where T : class;

/// <summary>What happened to a resource.</summary>
public enum ChangeKind
{
    /// <summary>It is there: it was when the watch began, was created, or began to match.</summary>
    Added,

    /// <summary>It was changed.</summary>
    Modified,

    /// <summary>It was deleted, or stopped matching.</summary>
    Deleted,

    /// <summary>Everything so far was told. The first one ends what was there when the watch began.</summary>
    Bookmark,

    /// <summary>The server no longer knows where the watch was: forget everything, it is all told anew.</summary>
    Restarted,
}
