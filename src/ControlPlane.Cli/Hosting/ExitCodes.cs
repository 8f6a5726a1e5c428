using ControlPlane.Client;

namespace ControlPlane.Cli.Hosting;

/// <summary>How the program ends. The numbers are part of its contract and never change their meaning.</summary>
static class ExitCodes
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Denied = 4;
    public const int Conflict = 5;
    public const int Unavailable = 6;
    public const int Partial = 7;

    /// <summary>The table of the reference.</summary>
    public static IReadOnlyList<(int Code, string Name, string Meaning)> All { get; } =
    [
        (Ok, "ok", "It is done, or the answer is there."),
        (Failure, "failure", "Something else failed: the server broke, the work was cancelled, a check did not hold, or `--exit-code` found a difference."),
        (Usage, "usage", "The command line, a file or the request is wrong and would be wrong at any time."),
        (NotFound, "not found", "It is not there, or not yours to see."),
        (Denied, "denied", "You are not signed in, or may not."),
        (Conflict, "conflict or precondition", "It exists already, somebody else changed it first, or something else must happen before."),
        (Unavailable, "throttled or unavailable", "The server is busy or cannot be reached, or the time was over. Trying again may help."),
        (Partial, "partial", "Some of it is done and some is not, or some of the checks found a fault."),
    ];

    public static int Of(ControlPlaneErrorKind kind) => kind switch
    {
        ControlPlaneErrorKind.Invalid => Usage,
        ControlPlaneErrorKind.NotFound => NotFound,
        ControlPlaneErrorKind.Unauthenticated or ControlPlaneErrorKind.Denied => Denied,
        ControlPlaneErrorKind.Exists or ControlPlaneErrorKind.Conflict or ControlPlaneErrorKind.Precondition => Conflict,
        ControlPlaneErrorKind.Exhausted or ControlPlaneErrorKind.Unavailable or ControlPlaneErrorKind.DeadlineExceeded => Unavailable,
        _ => Failure,
    };
}
