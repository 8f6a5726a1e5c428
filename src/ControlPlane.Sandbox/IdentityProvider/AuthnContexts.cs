namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>How a person can prove who they are here, and which of it a request wants (SAMLCore 3.3.2.2.1).</summary>
static class AuthnContexts
{
    /// <summary>The weaker one first.</summary>
    static readonly string[] Known = [SamlNames.PasswordContext, SamlNames.MultiFactorContext];

    /// <summary>The class to answer with; null when none that we can do will do.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="hasSecondFactor">Whether a second factor was confirmed already, so that the stronger class costs nothing.</param>
    public static string? Choose(AuthnRequest request, bool hasSecondFactor)
    {
        var acceptable = Known.Where(known => Fits(known, request)).ToList();
        return hasSecondFactor ? acceptable.LastOrDefault() : acceptable.FirstOrDefault();
    }

    static bool Fits(string known, AuthnRequest request)
    {
        var wanted = request.RequestedContexts;
        var strengths = wanted.Select(Strength).Where(strength => strength >= 0).ToList();
        return wanted.Count == 0 || request.Comparison switch
        {
            "minimum" => strengths.Exists(strength => Strength(known) >= strength),
            "maximum" => strengths.Exists(strength => Strength(known) <= strength),
            "better" => strengths.Count == wanted.Count && strengths.TrueForAll(strength => Strength(known) > strength),
            _ => wanted.Contains(known),
        };
    }

    static int Strength(string context) => Array.IndexOf(Known, context);
}
