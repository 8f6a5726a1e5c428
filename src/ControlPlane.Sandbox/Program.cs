using System.CommandLine;
using ControlPlane.Sandbox.Demo;

// The server's own host hears Ctrl-C and stops in order; the command line must not end the process before.
return await DemoCommand.Create(DemoRun.RunAsync).Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
