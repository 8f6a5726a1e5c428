namespace ControlPlane.Client;

/// <summary>How a <see cref="ControlPlaneClient"/> reaches its server.</summary>
public sealed record ControlPlaneClientOptions
{
    /// <summary>The gRPC address, such as <c>https://studio.example.com:8443</c>. Plain <c>http</c> is for loopback alone, unless
    /// <see cref="AllowPlaintext"/> is set.</summary>
    public required Uri Address { get; init; }

    /// <summary>Where access tokens come from; null to send none.</summary>
    public TokenProvider? Credentials { get; init; }

    /// <summary>How long a single call may take with all of its retries, 1 millisecond or more; 30 seconds unless set. Streams have no
    /// deadline.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is tried at the most, 1 to 10; 4 unless set. Only what is known not to have been done, or may be done twice,
    /// is tried again.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>The longest pause between two attempts, whatever the server asks for; 10 seconds unless set.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether tokens may travel without TLS to another machine; no, unless set.</summary>
    public bool AllowPlaintext { get; init; }

    /// <summary>The name and version of the program that calls, such as <c>studioctl/1.2.0</c>; none unless set.</summary>
    public string? UserAgent { get; init; }

    /// <summary>What sends the requests, for authorities of one's own, client certificates and proxies; .NET's own unless set. It is not
    /// disposed with the client.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Hears of each attempt that is about to be repeated, with the pause before it; nobody unless set.</summary>
    public Action<ControlPlaneException, TimeSpan>? OnRetry { get; init; }

    internal void Check()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException("The address is one of http or https, such as https://studio.example.com:8443.");
        }

        if (Address is { Scheme: "http", IsLoopback: false } && !AllowPlaintext)
        {
            throw new ArgumentException($"{Address} has no TLS: a token sent there can be read on the way. Use https.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Deadline, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxAttempts, 10);
    }
}
