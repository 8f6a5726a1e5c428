using System.CommandLine;
using ControlPlane.Cli.Hosting;

namespace ControlPlane.Cli.Commands;

static class FileCommands
{
    public static IEnumerable<Command> Of(Verbs verbs) => [];
}
