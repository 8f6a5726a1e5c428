using ControlPlane.Storage.Tests.Sqlite;

namespace ControlPlane.Storage.Tests;

static class Program
{
    static Task<int> Main(string[] args) => args is [CrashWriter.Verb, var path]
        ? CrashWriter.RunAsync(path)
        : args.Any(arg => arg is "-automated" or "@@")
            ? Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
            : Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
