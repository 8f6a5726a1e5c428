using ControlPlane.Server;
using ControlPlane.Server.Hosting;

return args switch
{
    [HealthCommand.Name, .. var rest] => await HealthCommand.RunAsync(rest),
    [BreakGlassCommand.Name, .. var rest] => BreakGlassCommand.Run(rest, Console.Out, Console.Error, TimeProvider.System),
    [StoreCommand.Name, .. var rest] => await StoreCommand.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None),
    _ => await ControlPlaneServer.RunAsync(args),
};
