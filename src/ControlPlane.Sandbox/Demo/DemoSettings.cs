using System.Globalization;
using ControlPlane.Sandbox.IdentityProvider;

namespace ControlPlane.Sandbox.Demo;

/// <summary>The server's configuration in the demo.</summary>
static class DemoSettings
{
    /// <summary>The short name of the development identity provider and of its token issuer.</summary>
    public const string DevName = "dev";

    public static Dictionary<string, string?> For(DemoOptions options, DemoFolder folder, string catalog, Uri emulator, DevIdentityProvider? idp)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Web:Url"] = options.Url.GetLeftPart(UriPartial.Authority),
            ["Kestrel:Endpoints:Grpc:Url"] = $"http://127.0.0.1:{options.GrpcPort}",
            ["Kestrel:Endpoints:Grpc:Protocols"] = "Http2",
            ["Server:PublicUrl"] = options.Url.GetLeftPart(UriPartial.Authority),
            ["Server:Reflection"] = "true",
            ["Portal:Enabled"] = "true",
            ["Server:DrainDelay"] = "00:00:00",
            ["Server:StudioOrigins:0"] = emulator.GetLeftPart(UriPartial.Authority),
            ["Storage:Sqlite:Path"] = folder.Store,
            ["Aws:Endpoints:Sts"] = emulator.AbsoluteUri,
            ["Aws:Endpoints:SageMaker"] = emulator.AbsoluteUri,
            ["Aws:Endpoints:Organizations"] = emulator.AbsoluteUri,
            ["Aws:Organization:RoleArn"] = DemoWorld.OrganizationRole,
            ["Aws:Organization:ExternalId"] = DemoWorld.OrganizationExternalId,
            ["Discovery:Rules:0:Unit"] = "/Studio",
            ["Discovery:Rules:0:Regions:0"] = "eu-central-1",
            ["Discovery:Rules:0:ExternalId"] = "studio-{account}",
            ["Guardrails:Rollouts:SettleTime"] = "00:00:01",
            ["Aws:Endpoints:Iam"] = emulator.AbsoluteUri,
            ["Guardrails:ExecutionRoles:ManageThroughIam"] = "true",
            ["Guardrails:Parameters:execution-roles"] = string.Join(',', DemoWorld.ExecutionRolePatterns),
            ["Guardrails:Parameters:control-plane-role"] = DemoWorld.HomeRoleArn,
        };
        settings["Api:Session:Grants:0:Group"] = DemoPeople.AdminGroup;
        settings["Api:Session:Grants:0:Role"] = "admin";
        // Whoever tries the demo may see whom to ask.
        settings["Api:NameOwnersToUsers"] = "true";
        if (!options.EmptyStore)
        {
            settings["Server:CatalogFile"] = catalog;
        }

        if (idp is not null)
        {
            Trust(settings, DevName, folder.DevMetadata);
            settings[$"Api:Issuers:{DevName}:Authority"] = idp.Issuer.AbsoluteUri;
            settings[$"Api:Issuers:{DevName}:Audience"] = DevIdentityProviderOptions.DefaultTokenAudience;
        }

        foreach (var file in options.IdentityProviderMetadata)
        {
            Trust(settings, NameOf(file, settings), file.FullName);
        }

        return settings;
    }

    /// <summary>The settings as lines of an environment file for a server in another process, with the credentials that the emulated AWS
    /// knows.</summary>
    public static IEnumerable<string> AsEnvironment(Dictionary<string, string?> settings) => settings
        .Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))
        .Concat(
        [
            new("AWS_ACCESS_KEY_ID", DemoWorld.HomeKey.Id),
            new("AWS_SECRET_ACCESS_KEY", DemoWorld.HomeKey.Secret),
            new("AWS_SESSION_TOKEN", DemoWorld.HomeKey.SessionToken),
        ])
        .Select(variable => $"{variable.Key}={variable.Value}");

    static void Trust(Dictionary<string, string?> settings, string name, string metadata)
    {
        settings[$"IdentityProviders:{name}:Metadata"] = metadata;
        // Whoever tries the demo runs each of these identity providers, so each may speak for everyone in the catalog.
        settings[$"IdentityProviders:{name}:SpeaksForAllUsers"] = "true";
    }

    /// <summary>A short name made of the file's, with a number when that is taken.</summary>
    static string NameOf(FileInfo file, Dictionary<string, string?> settings)
    {
        var letters = Path.GetFileNameWithoutExtension(file.Name).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-');
        var name = string.Concat(letters).Trim('-') is { Length: > 0 } text ? text : "idp";
        var next = name;
        for (var number = 2; settings.ContainsKey($"IdentityProviders:{next}:Metadata"); number++)
        {
            next = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return next;
    }
}
