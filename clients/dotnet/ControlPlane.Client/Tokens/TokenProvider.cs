namespace ControlPlane.Client;

/// <summary>Where access tokens come from.</summary>
public abstract class TokenProvider
{
    /// <summary>Whether a fresh token can differ from the last one, so that a refused call is worth repeating.</summary>
    public abstract bool CanRefresh { get; }

    /// <summary>An access token that is good for some time yet.</summary>
    /// <param name="fresh">True when the last one was refused: it must not be given again when another can be had.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="ControlPlaneException"><c>CLIENT_SIGN_IN_NEEDED</c>: only a person can get another one. <c>CLIENT_TOKEN_REFUSED</c>:
    /// the issuer refused.</exception>
    public abstract ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct);

    /// <summary>One that always gives the same token.</summary>
    /// <param name="token">The token.</param>
    public static TokenProvider Static(string token) => new StaticTokens(token);

    sealed class StaticTokens(string token) : TokenProvider
    {
        public override bool CanRefresh => false;

        public override ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct) => ValueTask.FromResult(token);
    }
}
