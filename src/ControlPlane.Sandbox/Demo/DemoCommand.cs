using System.CommandLine;

namespace ControlPlane.Sandbox.Demo;

/// <summary>The command line of the demo.</summary>
static class DemoCommand
{
    static readonly Option<Uri> _urls = new("--urls")
    {
        Description = "Where browsers and JSON clients reach the server.",
        HelpName = "URL",
        DefaultValueFactory = _ => DemoOptions.DefaultUrl,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url is { Scheme: "http", IsLoopback: true }
            ? url
            : Refuse<Uri>(result, $"--urls takes one http address on loopback, such as {DemoOptions.DefaultUrl}"),
    };

    static readonly Option<int> _grpcPort = Port("--grpc-port", "The port for gRPC without TLS.", DemoOptions.DefaultGrpcPort);

    static readonly Option<int> _idpPort = Port(
        "--idp-port", "The port of the development identity provider.", DemoOptions.DefaultIdentityProviderPort);

    static readonly Option<int> _emulatorPort = Port("--emulator-port", "The port of the AWS emulator.", DemoOptions.DefaultEmulatorPort);

    static readonly Option<DirectoryInfo> _data = new("--data")
    {
        Description = "The folder that keeps keys, store and emulated AWS between starts.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new("./.demo"),
    };

    static readonly Option<bool> _reset = new("--reset") { Description = "Throw away what earlier starts left in the data folder." };

    static readonly Option<FileInfo> _catalog = new("--catalog")
    {
        Description = "A catalog of your own: accounts, domains, teams, users and entitlements. The emulated AWS is built from it.",
        HelpName = "FILE",
    };

    static readonly Option<bool> _empty = new("--empty-store")
    {
        Description = "Load no catalog into the server: it says only what the emulated AWS has, and studioctl does the rest.",
    };

    static readonly Option<FileInfo[]> _metadata = new("--idp-metadata")
    {
        Description = "SAML metadata of an identity provider of your own; repeatable. Its assertions carry ssouserid and, for a team, teamid.",
        HelpName = "FILE",
    };

    static readonly Option<bool> _noDevIdp = new("--no-dev-idp") { Description = "Leave the development identity provider out." };

    static readonly Option<bool> _noServer = new("--no-server")
    {
        Description = "Start the emulated AWS and the identity provider only, and write the settings of a server that runs elsewhere, "
            + "such as in a container, to server.env in the data folder.",
    };

    static readonly Option<double> _delay = new("--profile-delay")
    {
        Description = "How many seconds emulated AWS takes to make a user profile: 0 to 300.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 4,
    };

    static readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting of the server, such as Api:BreakGlass:File=/tmp/break-glass.json, on top of the demo's own; repeatable.",
        HelpName = "KEY=VALUE",
    };

    static readonly Option<bool> _verbose = new("--verbose") { Description = "Log everything instead of warnings only." };

    /// <summary>The command, which runs the demo until it is interrupted.</summary>
    public static RootCommand Create(Func<DemoOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("""
            Starts the Studio Control Plane with an emulated AWS and a development identity provider on loopback.

            Nothing leaves this machine. Open the printed address, sign in as User 1 and open a team.
            """)
        {
            _urls, _grpcPort, _idpPort, _emulatorPort, _data, _reset, _catalog, _empty, _metadata, _noDevIdp, _noServer, _delay, _set, _verbose,
        };
        _catalog.AcceptExistingOnly();
        _metadata.AcceptExistingOnly();
        _delay.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 300))
            {
                result.AddError("--profile-delay takes 0 to 300 seconds.");
            }
        });
        _set.Validators.Add(result =>
        {
            foreach (var wrong in result.Tokens.Select(t => t.Value).Where(t => t.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--set takes KEY=VALUE, not '{wrong}'.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_noDevIdp) && result.GetValue(_metadata) is not { Length: > 0 })
            {
                result.AddError("--no-dev-idp leaves nobody to sign in with: give --idp-metadata as well.");
            }
        });
        command.SetAction((parsed, ct) => run(Read(parsed), ct));
        return command;
    }

    static DemoOptions Read(ParseResult parsed) => new()
    {
        Url = parsed.GetRequiredValue(_urls),
        GrpcPort = parsed.GetValue(_grpcPort),
        IdentityProviderPort = parsed.GetValue(_idpPort),
        EmulatorPort = parsed.GetValue(_emulatorPort),
        Data = parsed.GetRequiredValue(_data),
        Reset = parsed.GetValue(_reset),
        Catalog = parsed.GetValue(_catalog),
        EmptyStore = parsed.GetValue(_empty),
        IdentityProviderMetadata = parsed.GetValue(_metadata) ?? [],
        DevIdentityProvider = !parsed.GetValue(_noDevIdp),
        Server = !parsed.GetValue(_noServer),
        ProfileDelay = TimeSpan.FromSeconds(parsed.GetValue(_delay)),
        Settings = (parsed.GetValue(_set) ?? []).Select(s => s.Split('=', 2)).GroupBy(s => s[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Last()[1], StringComparer.OrdinalIgnoreCase),
        Verbose = parsed.GetValue(_verbose),
    };

    static Option<int> Port(string name, string description, int port)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "PORT", DefaultValueFactory = _ => port };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 0 and <= 65535))
            {
                result.AddError($"{name} takes 0 to 65535; 0 takes a free port.");
            }
        });
        return option;
    }

    static T? Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
