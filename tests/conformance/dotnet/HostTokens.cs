using ControlPlane.Client;

namespace ControlPlane.Conformance;

/// <summary>Asks the host for a token each time that the client wants one, and counts.</summary>
sealed class HostTokens(Host host, string who, string? first, string? every) : TokenProvider
{
    public int Asked { get; private set; }

    public override bool CanRefresh => true;

    public override async ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct)
    {
        var state = every ?? (Asked == 0 ? first : null);
        Asked++;
        return await host.AskAsync(HttpMethod.Get, state is null ? $"/token/{who}" : $"/token/{who}/{state}", null);
    }
}
