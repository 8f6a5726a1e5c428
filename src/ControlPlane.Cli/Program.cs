using ControlPlane.Cli;
using ControlPlane.Cli.Hosting;

return await StudioCtl.RunAsync(args, CliHost.OfProcess(), CancellationToken.None);
