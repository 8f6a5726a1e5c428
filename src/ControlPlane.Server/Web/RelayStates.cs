using System.Text.RegularExpressions;
using ControlPlane.Server.Options;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Reads RelayState: our own handle, or a path from the allow-list. Anything else is noted and means nothing; no address in it is
/// ever followed.</summary>
sealed partial class RelayStates(LoginCookie logins, IOptions<ServerOptions> options, ILogger<RelayStates> log)
{
    readonly IReadOnlyList<string[]> _paths = [.. options.Value.EffectiveRelayPaths.Select(p => p.Split('/'))];

    /// <summary>What a RelayState asks for, and the AuthnRequest that the browser was sent away with.</summary>
    public (RelayTarget? Target, LoginRequest? Login) Read(HttpContext context, string? relayState)
    {
        if (relayState is null)
        {
            return default;
        }

        if (LoginCookie.IsHandle(relayState) && logins.Take(context, relayState) is { } login)
        {
            return (Target(login.Team, login.Space, login.LandingUri) with { OnlySignIn = login.Return is not null }, login);
        }

        var target = FromPath(relayState);
        if (target is null)
        {
            LogIgnored(relayState.Length);
        }

        return (target, null);
    }

    /// <summary>True for text that SageMaker takes as a space's name (SageMaker API, <c>SpaceName</c>).</summary>
    public static bool IsSpace(string text) => SpacePattern().IsMatch(text);

    RelayTarget? FromPath(string path)
    {
        var parts = path.Split('/');
        return _paths.Where(p => p.Length == parts.Length).Select(p => Match(p, parts)).FirstOrDefault(t => t is not null);
    }

    static RelayTarget? Match(string[] pattern, string[] parts)
    {
        string? team = null, space = null;
        foreach (var (wanted, part) in pattern.Zip(parts))
        {
            switch (wanted)
            {
                case "{team}":
                    team = part;
                    break;
                case "{space}":
                    space = part;
                    break;
                case var fixedPart when fixedPart != part:
                    return null;
            }
        }

        return (team is null || TeamId.TryParse(team, null, out _)) && (space is null || IsSpace(space)) ? Target(team, space, null) : null;
    }

    static RelayTarget Target(string? team, string? space, string? landing)
        => new(team is null ? null : TeamId.Parse(team), space, landing);

    [GeneratedRegex(@"^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SpacePattern();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ignored a RelayState of {Length} characters: it is neither ours nor an allowed path")]
    partial void LogIgnored(int length);
}
