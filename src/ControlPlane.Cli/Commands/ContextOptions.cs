using System.CommandLine;
using ControlPlane.Cli.Config;
using ControlPlane.Cli.Hosting;

namespace ControlPlane.Cli.Commands;

/// <summary>The options that say how one reaches a server.</summary>
static class ContextOptions
{
    public static readonly Option<Uri?> Issuer = GlobalOptions.UriOption("--issuer", "The OpenID Connect issuer, as its discovery document spells it.");
    public static readonly Option<string?> ClientId = new("--client-id") { Description = "The client's id at the issuer; studioctl unless given.", HelpName = "ID" };
    public static readonly Option<string?> Scope = new("--scope") { Description = "The scopes to ask for, divided by spaces.", HelpName = "SCOPES" };
    public static readonly Option<string?> Authority = new("--authority-file") { Description = "A PEM file with the authorities that sign the server's certificate.", HelpName = "FILE" };
    public static readonly Option<string?> Certificate = new("--certificate-file") { Description = "A PEM file with the client's certificate.", HelpName = "FILE" };
    public static readonly Option<string?> Key = new("--key-file") { Description = "A PEM file with the key of the client's certificate.", HelpName = "FILE" };

    public static Symbol[] All { get; } = [Issuer, ClientId, Scope, Authority, Certificate, Key];

    /// <summary>The context with what was given.</summary>
    public static ContextEntry Merge(ContextEntry entry, Invocation run) => entry with
    {
        Issuer = run.Get(Issuer) ?? entry.Issuer,
        ClientId = run.Get(ClientId) ?? entry.ClientId,
        Scope = run.Get(Scope) ?? entry.Scope,
        AuthorityFile = Full(run.Get(Authority)) ?? entry.AuthorityFile,
        CertificateFile = Full(run.Get(Certificate)) ?? entry.CertificateFile,
        KeyFile = Full(run.Get(Key)) ?? entry.KeyFile,
    };

    // The next command may run in another folder.
    public static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
