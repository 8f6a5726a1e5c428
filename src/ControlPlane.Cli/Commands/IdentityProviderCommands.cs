using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>The identity providers of the server's configuration.</summary>
static class IdentityProviderCommands
{
    static readonly Column<IdentityProvider>[] _columns =
    [
        new("NAME", p => p.Name), new("STATE", p => p.Problem.Length > 0 ? "failed" : "ok", IsState: true), new("ENTITY ID", p => p.EntityId), new("METADATA", p => p.MetadataSource),
        new("READ", p => Texts.Time(p.RefreshTime)), new("CERTIFICATE UNTIL", p => p.SigningCertificates.Count == 0 ? "" : Texts.Time(p.SigningCertificates.MaxBy(c => c.ExpireTime)!.ExpireTime)),
        new("PROBLEM", p => $"{p.Problem} {p.ProblemMessage}".Trim()),
    ];

    public static Command Of(Verbs verbs) => Verbs.Group(
        "identity-providers",
        "The identity providers that the server trusts.",
        verbs.Of("list", "List them, with the state of their metadata.", async (run, ct) =>
        {
            var answer = await run.Client.Diagnostics.ListIdentityProvidersAsync(new(), cancellationToken: ct);
            run.Printer.List(answer.IdentityProviders, _columns, p => p.Name);
            return ExitCodes.Ok;
        }));
}
