namespace ControlPlane.SignIn;

/// <summary>The names of what the step <see cref="StepNames.Vend"/> notes down.</summary>
static class VendFacts
{
    public const string Role = "vend_role";
    public const string Session = "session_name";
    public const string SourceIdentity = "source_identity";
    public const string StsRegion = "sts_region";
    public const string SessionSeconds = "vend_session_seconds";
    public const string UrlExpires = "url_expires";

    /// <summary>What the names of session tags begin with.</summary>
    public const string Tag = "session_tag.";
}
