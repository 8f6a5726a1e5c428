namespace ControlPlane.Server.Options;

/// <summary>The local credential for emergencies.</summary>
sealed class BreakGlassOptions
{
    /// <summary>The file that <c>ControlPlane.Server break-glass</c> writes. While it is there, whoever holds the credential is an
    /// administrator, and each use is audited, counted and logged as a warning. It is read at each use: remove it and the credential is
    /// worth nothing. Nobody but the server's own user may have any right to it. None unless set, and no such credential is accepted
    /// then.</summary>
    public string? File { get; set; }
}
