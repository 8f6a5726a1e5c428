namespace ControlPlane.Errors;

/// <summary>The kinds of refusal. Each has one gRPC code and one HTTP status, known only at the edge.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong and would be wrong at any time.</summary>
    Invalid,

    /// <summary>The caller did not prove who they are.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not.</summary>
    Denied,

    /// <summary>It does not exist, or the caller may not know that it does.</summary>
    NotFound,

    /// <summary>It exists already.</summary>
    Exists,

    /// <summary>Someone changed it first; read again and retry.</summary>
    Conflict,

    /// <summary>The system is not in the state that this needs; somebody must act first.</summary>
    Precondition,

    /// <summary>A limit or quota is reached.</summary>
    Exhausted,

    /// <summary>It cannot be served right now and may succeed later.</summary>
    Unavailable,
}
