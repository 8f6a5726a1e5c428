using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Settles the ports before anything starts: addresses are written into configuration and metadata.</summary>
static class Ports
{
    /// <summary>The options with every 0 replaced by a free port.</summary>
    /// <exception cref="DemoException">A port is taken.</exception>
    public static DemoOptions Settle(DemoOptions options)
    {
        // All stay open until the last is chosen, so that no port is given out twice.
        var held = new List<TcpListener>();
        try
        {
            return options with
            {
                Url = new UriBuilder(options.Url) { Port = Take(options.Url.Port, "--urls http://127.0.0.1:PORT", held) }.Uri,
                GrpcPort = Take(options.GrpcPort, "--grpc-port PORT", held),
                IdentityProviderPort = options.DevIdentityProvider ? Take(options.IdentityProviderPort, "--idp-port PORT", held) : 0,
                EmulatorPort = Take(options.EmulatorPort, "--emulator-port PORT", held),
            };
        }
        finally
        {
            held.ForEach(listener => listener.Dispose());
        }
    }

    static int Take(int port, string option, List<TcpListener> held)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new DemoException(e.SocketErrorCode is SocketError.AddressAlreadyInUse
                ? $"Port {port} is taken by another program. Choose another one with {option}."
                : $"Port {port} cannot be used: {e.Message}. Choose another one with {option}.");
        }

        held.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
