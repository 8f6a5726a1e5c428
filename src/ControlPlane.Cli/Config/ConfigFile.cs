using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Yaml;
using YamlDotNet.Core;

namespace ControlPlane.Cli.Config;

/// <summary>Keeps the configuration in <c>config.yaml</c>.</summary>
sealed class ConfigFile(string folder)
{
    static readonly string[] _fields = ["current", "contexts"];
    static readonly string[] _contextFields = ["name", "address", "issuer", "clientId", "scope", "clientSecretFile", "authorityFile", "certificateFile", "keyFile"];

    public string Path => System.IO.Path.Combine(folder, "config.yaml");

    /// <summary>Reads it; an empty one when there is no file.</summary>
    /// <exception cref="CliException"><c>CATALOG_INVALID</c>: what is wrong with the file, each with its line.</exception>
    public CliConfig Read()
    {
        if (!File.Exists(Path))
        {
            return CliConfig.Empty;
        }

        var problems = new CatalogProblems();
        var config = CliConfig.Empty;
        try
        {
            using var text = File.OpenText(Path);
            foreach (var node in YamlReader.ReadAll(text))
            {
                var fields = new YamlFields(node, Path, 1, "", problems, _fields);
                config = new(fields.Text("current"), [.. fields.Items("contexts").Select(i => ReadContext(i.Node, i.Path, problems)).OfType<ContextEntry>()]);
            }
        }
        catch (YamlException e)
        {
            problems.Add(Path, (int)e.Start.Line, "", $"This is not YAML that can be read: {e.Message}");
        }

        problems.ThrowIfAny();
        return config;
    }

    public void Write(CliConfig config)
    {
        var contexts = config.Contexts.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => YamlMap.Of(
            new (string Key, string? Value)[]
            {
                ("name", c.Name), ("address", c.Address.AbsoluteUri.TrimEnd('/')), ("issuer", c.Issuer?.AbsoluteUri), ("clientId", c.ClientId), ("scope", c.Scope),
                ("clientSecretFile", c.ClientSecretFile), ("authorityFile", c.AuthorityFile), ("certificateFile", c.CertificateFile), ("keyFile", c.KeyFile),
            }.Where(f => f.Value is { Length: > 0 }).Select(f => (f.Key, (YamlNode)YamlText.Of(f.Value!)))));
        var fields = new List<(string, YamlNode)>();
        if (config.Current is { } current)
        {
            fields.Add(("current", YamlText.Of(current)));
        }

        fields.Add(("contexts", new YamlList([.. contexts], 0)));
        PrivateFile.Write(folder, Path, YamlWriter.Write([YamlMap.Of(fields)]));
    }

    ContextEntry? ReadContext(YamlNode node, string path, CatalogProblems problems)
    {
        var fields = new YamlFields(node, Path, node.Line, path, problems, _contextFields);
        if (fields.Text("name") is not { Length: > 0 } name || !Uri.TryCreate(fields.Text("address"), UriKind.Absolute, out var address))
        {
            fields.Wrong("name", "A context has a name and an address.");
            return null;
        }

        return new(name, address)
        {
            Issuer = Uri.TryCreate(fields.Text("issuer"), UriKind.Absolute, out var issuer) ? issuer : null,
            ClientId = fields.Text("clientId") ?? "studioctl",
            Scope = fields.Text("scope") ?? "",
            ClientSecretFile = fields.Text("clientSecretFile"),
            AuthorityFile = fields.Text("authorityFile"),
            CertificateFile = fields.Text("certificateFile"),
            KeyFile = fields.Text("keyFile"),
        };
    }
}
