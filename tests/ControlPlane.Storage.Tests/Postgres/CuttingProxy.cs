using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>Stands between a client and the server, and can cut the wire at the worst moment: after the server got a word and before the
/// client has the answer.</summary>
sealed class CuttingProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _ending = new();
    readonly int _target;
    readonly Task _running;
    string? _word;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _running = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often the wire was cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts the next connection on which the client sends this word, once the server has it.</summary>
    public void CutAfter(string word) => _word = word;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
#pragma warning disable VSTHRD003 // Our own task, begun by the constructor; nothing here has a context to come back to.
        await _running;
#pragma warning restore VSTHRD003
        _ending.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, cut.Token);
            var answers = far.GetStream().CopyToAsync(near.GetStream(), cut.Token);
            await Task.WhenAny(answers, AskAsync(near.GetStream(), far.GetStream(), cut));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // Cut.
        }
    }

    async Task AskAsync(NetworkStream from, NetworkStream to, CancellationTokenSource cut)
    {
        var buffer = new byte[65536];
        for (int read; (read = await from.ReadAsync(buffer, cut.Token)) > 0;)
        {
            var armed = _word is { } word && Encoding.Latin1.GetString(buffer, 0, read).Contains(word, StringComparison.Ordinal);
            if (armed)
            {
                _word = null;
                Cuts++;
                // No answer passes from here on; the server still does what it was told.
                await cut.CancelAsync();
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _ending.Token);
            if (armed)
            {
                await Task.Delay(200, _ending.Token);
                return;
            }
        }
    }
}
