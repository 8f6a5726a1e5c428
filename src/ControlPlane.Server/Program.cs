return await ControlPlane.Server.ControlPlaneServer.RunAsync(args);
