namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>A request as it came over the wire, with its whole body, because the signature covers it.</summary>
sealed record AwsRequest
{
    // Far above any legitimate call: a SAML assertion has 100,000 characters at most.
    const int MaximumBody = 1024 * 1024;

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent.</summary>
    public required string Path { get; init; }

    /// <summary>The query string without its question mark, as it was sent.</summary>
    public string Query { get; init; } = "";

    /// <summary>The header fields by lower-case name, several fields of one name joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>A header field; null when it is absent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads a request.</summary>
    /// <exception cref="AwsErrorException">The body is too large.</exception>
    public static async Task<AwsRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > MaximumBody)
            {
                throw new AwsErrorException("RequestEntityTooLargeException", "The request is larger than 1 MB.", 413);
            }

            await body.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return new()
        {
            Method = request.Method,
            Path = request.Path.HasValue ? request.Path.Value! : "/",
            Query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "",
            Headers = request.Headers.ToDictionary(
                h => h.Key.ToLowerInvariant(), h => string.Join(',', h.Value.AsEnumerable()), StringComparer.Ordinal),
            Body = body.ToArray(),
        };
    }
}
