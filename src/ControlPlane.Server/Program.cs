using ControlPlane.Server;
using ControlPlane.Server.Hosting;

return args switch
{
    [HealthCommand.Name, .. var rest] => await HealthCommand.RunAsync(rest),
    [BreakGlassCommand.Name, .. var rest] => BreakGlassCommand.Run(rest, Console.Out, Console.Error, TimeProvider.System),
    _ => await ControlPlaneServer.RunAsync(args),
};
