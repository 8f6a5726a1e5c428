using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

/// <summary>gRPC behind a proxy that ends TLS and leaves the scheme as people wrote it, as HAProxy does. Frames by hand: no client says https
/// without TLS.</summary>
public sealed class ProxiedGrpcTests
{
    const byte Data = 0, Headers = 1, Reset = 3, Settings = 4;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https", true, Headers)]
    [InlineData("http", true, Headers)]
    [InlineData("https", false, Reset)]
    public async Task Call_with_the_scheme_of_people_is_taken_where_proxies_are_trusted(string scheme, bool isTrusted, byte expected)
    {
        await using var server = await RunningServer.StartAsync(isTrusted ? new Dictionary<string, string?> { ["Server:TrustedProxies:0"] = "127.0.0.1" } : null);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Grpc.Host, server.Grpc.Port, Ct);
        var stream = socket.GetStream();

        await stream.WriteAsync(
            (byte[])[
                .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, []), .. Frame(Headers, 4, 1, Fields(scheme)), .. Frame(Data, 1, 1, new byte[5]),
            ],
            Ct);
        var answer = await FirstOfStreamAsync(stream);

        Assert.Equal(expected, answer);
    }

    // RFC 9113, 4.1.
    static byte[] Frame(byte type, byte flags, int streamId, byte[] payload)
        => [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, (byte)streamId, .. payload];

    // Literal fields without indexing, RFC 7541, 6.2.2: a zero, then name and value with their lengths.
    static byte[] Fields(string scheme) =>
    [
        .. new[]
        {
            (":method", "POST"), (":scheme", scheme), (":path", "/grpc.health.v1.Health/Check"), (":authority", "studio.example.com"), ("content-type", "application/grpc"),
            ("te", "trailers"),
        }.SelectMany(f => (byte[])[0, (byte)f.Item1.Length, .. Encoding.ASCII.GetBytes(f.Item1), (byte)f.Item2.Length, .. Encoding.ASCII.GetBytes(f.Item2)]),
    ];

    static async Task<byte> FirstOfStreamAsync(NetworkStream stream)
    {
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, Ct);
            var length = (head[0] << 16) | (head[1] << 8) | head[2];
            await stream.ReadExactlyAsync(new byte[length], Ct);
            // What belongs to a stream other than the connection's own is about our call.
            if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) == 1 && head[3] is Headers or Reset)
            {
                return head[3];
            }
        }
    }
}
