using ControlPlane.Server;
using ControlPlane.Server.Hosting;

return args is [HealthCommand.Name, .. var rest] ? await HealthCommand.RunAsync(rest) : await ControlPlaneServer.RunAsync(args);
