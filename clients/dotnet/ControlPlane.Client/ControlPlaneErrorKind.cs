namespace ControlPlane.Client;

/// <summary>What kind of failure it is. It says whether asking again helps, and whose move it is.</summary>
public enum ControlPlaneErrorKind
{
    /// <summary>The request itself is wrong and would be wrong at any time.</summary>
    Invalid,

    /// <summary>The caller did not prove who they are: sign in again.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not.</summary>
    Denied,

    /// <summary>It does not exist, or the caller may not know that it does.</summary>
    NotFound,

    /// <summary>It exists already.</summary>
    Exists,

    /// <summary>Someone changed it first: read again and retry.</summary>
    Conflict,

    /// <summary>The system is not in the state that this needs; somebody must act first.</summary>
    Precondition,

    /// <summary>A limit or quota is reached.</summary>
    Exhausted,

    /// <summary>It cannot be served right now and may succeed later.</summary>
    Unavailable,

    /// <summary>The deadline passed before the answer came. What was asked may have been done.</summary>
    DeadlineExceeded,

    /// <summary>The work was cancelled.</summary>
    Cancelled,

    /// <summary>The server does not know the method: it is older than this client, or it is no control plane.</summary>
    Unimplemented,

    /// <summary>Something broke on the server's side, or on the way.</summary>
    Internal,
}
