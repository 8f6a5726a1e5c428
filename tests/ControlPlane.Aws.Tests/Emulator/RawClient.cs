using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>Speaks AWS's wire by hand, so that a test sees status, headers and body as they are.</summary>
sealed class RawClient(Uri endpoint, string keyId, string secret, string? token, TimeProvider time) : IDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = endpoint };

    public string Region { get; init; } = Seeds.Region;

    public async Task<JsonObject> JsonAsync(string operation, JsonObject input, CancellationToken ct, string target = "SageMaker")
    {
        using var response = await SendAsync(target == "SageMaker" ? "sagemaker" : "organizations", $"{target}.{operation}", input.ToJsonString(), ct);
        var body = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode
            ? (JsonObject)JsonNode.Parse(body)!
            : throw new WireException((int)response.StatusCode, (JsonObject)JsonNode.Parse(body)!);
    }

    public async Task<HttpResponseMessage> SendAsync(
        string service, string? target, string body, CancellationToken ct, Action<HttpRequestMessage>? bend = null)
    {
        var amzDate = time.GetUtcNow().ToString(Signature4.DateForm, CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1",
            ["host"] = endpoint.Authority,
            ["x-amz-date"] = amzDate,
        };
        if (target is not null)
        {
            headers["x-amz-target"] = target;
        }

        if (token is not null)
        {
            headers["x-amz-security-token"] = token;
        }

        var scope = new SignatureHeader(keyId, amzDate[..8], target?.StartsWith("AWSOrg", StringComparison.Ordinal) == true ? "us-east-1" : Region,
            service, [.. headers.Keys], "");
        var signature = Signature4.Compute(
            new() { Method = "POST", Path = "/", Headers = headers, Body = Encoding.UTF8.GetBytes(body) }, scope, amzDate, secret);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(headers["content-type"]);
        foreach (var (name, value) in headers.Where(h => h.Key.StartsWith("x-amz-", StringComparison.Ordinal)))
        {
            request.Headers.Add(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential={keyId}/{scope.Scope}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}");
        bend?.Invoke(request);
        return await _http.SendAsync(request, ct);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>An error of AWS JSON 1.1.</summary>
sealed class WireException(int status, JsonObject body) : Exception($"{status} {body["__type"]}: {body["Message"]}")
{
    public int Status { get; } = status;

    public string Code { get; } = body["__type"]!.ToString();

    public string Text { get; } = body["Message"]!.ToString();

    public JsonObject Body { get; } = body;
}
