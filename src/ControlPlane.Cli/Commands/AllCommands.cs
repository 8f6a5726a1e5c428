using System.CommandLine;
using ControlPlane.Cli.Hosting;

namespace ControlPlane.Cli.Commands;

/// <summary>The commands, in the order of the help.</summary>
static class AllCommands
{
    public static IEnumerable<Command> Of(Verbs verbs) =>
    [
        // Signing in and choosing a server.
        .. SessionCommands.Of(verbs),
        ContextCommands.Of(verbs),

        // People: open Studio and find out why not.
        .. AccessCommands.Of(verbs),
        SignInCommands.Of(verbs),

        // The catalog, a thing at a time.
        .. NounTree.Of(verbs),
        IdentityProviderCommands.Of(verbs),
        AuditCommands.Of(verbs),

        // Policies, offline.
        GuardrailCommands.Of(verbs),

        // The catalog, by files.
        .. FileCommands.Of(verbs),

        // The rest.
        DoctorCommand.Of(verbs),
        .. MiscCommands.Of(verbs),
    ];
}
