namespace ControlPlane.Conformance;

/// <summary>The host of the scenario: it gives tokens, arms faults, and kills and starts the server.</summary>
sealed class Host : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = new(Variable("CONFORMANCE_CONTROL")), Timeout = TimeSpan.FromMinutes(2) };

    public Uri Grpc { get; } = new(Variable("CONFORMANCE_GRPC"));

    public static string Variable(string name)
        => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: run this by tests/conformance/host.mjs.");

    public async Task<string> AskAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"The host answered {path} with {(int)answer.StatusCode}: {text}");
    }

    public void Dispose() => _http.Dispose();
}
