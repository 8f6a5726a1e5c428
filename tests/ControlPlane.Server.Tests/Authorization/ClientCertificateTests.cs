using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Audit;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Authorization;

/// <summary>Real certificates in real handshakes.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("certificates-").FullName;
    readonly TestAuthority _authority = new("The authority");
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StartAsync(required: false);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Certificate_says_who_calls_by_subject_uri_name_and_thumbprint()
    {
        using var bySubject = _authority.Issue("CN=auditor, O=Example");
        using var byUri = _authority.Issue("CN=any", n => n.AddUri(new Uri("spiffe://example.com/portal")));
        using var byDns = _authority.Issue("CN=any", n => { n.AddDnsName("other.example.com"); n.AddDnsName("Ops.example.com"); });
        using var byUser = _authority.Issue("CN=user1");

        await CallAsync(bySubject, "users/user1", "PERMISSION_MISSING");
        await CallAsync(byUri, "users/user1");
        await CallAsync(byDns, "users/user1");
        await CallAsync(byUser, "users/me");
        await CallAsync(byUser, "users/user2", "ON_BEHALF_DENIED");

        var audited = await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct);
        Assert.Contains(audited, a => a.Event is { Outcome: "allowed", Actor: "certificate/the-portal", User: "user1" });
        Assert.Contains(audited, a => a.Event is { Outcome: "refused", Actor: "certificate/the-auditor" });
    }

    [Fact]
    public async Task Certificate_is_mapped_by_its_thumbprint()
    {
        using var pinned = _authority.Issue("CN=pinned");
        using var twin = _authority.Issue("CN=pinned");
        await using var server = await StartAsync(required: false, ("Api:ClientCertificates:Callers:9:Thumbprint", pinned.GetCertHashString(HashAlgorithmName.SHA256)),
            ("Api:ClientCertificates:Callers:9:Name", "pinned"), ("Api:ClientCertificates:Callers:9:Role", "operator"));

        await CallAsync(pinned, "users/user1", server: server);
        await CallAsync(twin, "users/user1", "CERTIFICATE_INVALID", server: server);
    }

    [Fact]
    public async Task Certificates_that_must_not_be_believed_are_not()
    {
        using var other = new TestAuthority("Another authority");
        using var twin = new TestAuthority("The authority");
        using var selfSigned = TestAuthority.SelfSigned("CN=operator");
        using var foreign = other.Issue("CN=operator");
        using var sameName = twin.Issue("CN=operator");
        using var expired = _authority.Issue("CN=operator", days: -1);
        using var future = _authority.Issue("CN=operator", days: 90);
        using var forServers = _authority.Issue("CN=operator", usage: TestAuthority.ForServers);
        using var forAnything = _authority.Issue("CN=operator", usage: null);
        using var unmapped = _authority.Issue("CN=operators");
        using var injected = _authority.Issue("CN=\"operator, O=Example\"");
        using var wildcard = _authority.Issue("CN=any", n => n.AddDnsName("*.example.com"));
        using var good = _authority.Issue("CN=operator");

        foreach (var certificate in new[] { selfSigned, foreign, sameName, expired, future, forServers, forAnything, unmapped, injected, wildcard })
        {
            await CallAsync(certificate, "users/user1", "CERTIFICATE_INVALID");
        }

        await CallAsync(good, "users/user1");
        Assert.Contains(_server.Logs.Lines, l => l.Contains("NotTimeValid", StringComparison.Ordinal));
        Assert.Contains(_server.Logs.Lines, l => l.Contains("nobody is mapped to it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaf_cannot_issue_certificates_itself()
    {
        using var leaf = _authority.Issue("CN=operator");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TestAuthority.ForClients)], false));
        using var leafKey = leaf.GetECDsaPrivateKey()!;
        using var forged = request.Create(leaf.SubjectName, X509SignatureGenerator.CreateForECDsa(leafKey), leaf.NotBefore.AddMinutes(1), leaf.NotAfter.AddMinutes(-1), [1, 2, 3]);
        using var withKey = forged.CopyWithPrivateKey(key);
        using var usable = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);

        await CallAsync(usable, "users/user1", "CERTIFICATE_INVALID");
    }

    [Fact]
    public async Task Token_goes_before_the_certificate()
    {
        using var portal = _authority.Issue("CN=any", n => n.AddUri(new Uri("spiffe://example.com/portal")));
        using var selfSigned = TestAuthority.SelfSigned("CN=operator");

        await CallAsync(portal, "users/user1", "ON_BEHALF_DENIED", _server.As("user2"));
        await CallAsync(selfSigned, "users/user2", headers: _server.As("user2"));
        await CallAsync(null, "users/user2", headers: _server.As("user2"));
        await CallAsync(null, "users/user2", "TOKEN_MISSING");
    }

    [Fact]
    public async Task Where_it_is_required_a_token_alone_is_not_enough()
    {
        await using var server = await StartAsync(required: true);
        using var portal = _authority.Issue("CN=any", n => n.AddUri(new Uri("spiffe://example.com/portal")));
        using var selfSigned = TestAuthority.SelfSigned("CN=operator");

        await CallAsync(null, "users/me", "CERTIFICATE_MISSING", server.As("user2"), server);
        await CallAsync(selfSigned, "users/me", "CERTIFICATE_INVALID", server.As("user2"), server);
        await CallAsync(portal, "users/me", null, server.As("user2"), server);
        await CallAsync(portal, "users/user1", "ON_BEHALF_DENIED", server.As("user2"), server);
        await CallAsync(portal, "users/user1", null, null, server);
    }

    async Task<RunningServer> StartAsync(bool required, params (string Key, string Value)[] more)
    {
        using var tls = TestAuthority.SelfSigned("CN=localhost", TestAuthority.ForServers);
        var (pfx, pem) = (Path.Combine(_folder, "server.pfx"), Path.Combine(_folder, "authority.pem"));
        await File.WriteAllBytesAsync(pfx, tls.Export(X509ContentType.Pkcs12), Ct);
        await File.WriteAllTextAsync(pem, _authority.Pem, Ct);
        var settings = new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Secure:Url"] = "https://127.0.0.1:0",
            ["Kestrel:Endpoints:Secure:Protocols"] = "Http1AndHttp2",
            ["Kestrel:Endpoints:Secure:Certificate:Path"] = pfx,
            ["Api:ClientCertificates:AuthorityFile"] = pem,
            ["Api:ClientCertificates:Required"] = $"{required}",
        };
        (string Match, string Value, string Name, string Role, string? User)[] callers =
        [
            ("Subject", "CN=auditor, O=Example", "the-auditor", "auditor", null),
            ("Uri", "spiffe://example.com/portal", "the-portal", "portal", null),
            ("Dns", "ops.example.com", "ops", "operator", null),
            ("Subject", "CN=user1", "user-one", "user", "user1"),
            ("Subject", "CN=operator", "operator", "operator", null),
        ];
        foreach (var (i, (match, value, name, role, user)) in callers.Index())
        {
            settings[$"Api:ClientCertificates:Callers:{i}:{match}"] = value;
            settings[$"Api:ClientCertificates:Callers:{i}:Name"] = name;
            settings[$"Api:ClientCertificates:Callers:{i}:Role"] = role;
            settings[$"Api:ClientCertificates:Callers:{i}:User"] = user;
        }

        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return await RunningServer.StartAsync(settings);
    }

    async Task CallAsync(X509Certificate2? certificate, string user, string? reason = null, Metadata? headers = null, RunningServer? server = null)
    {
        var address = (server ?? _server).App.Urls.Single(u => u.StartsWith("https:", StringComparison.Ordinal));
#pragma warning disable CA5359 // The server's certificate is the test's own; only the client's is looked at here.
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        if (certificate is not null)
        {
            // Sends it whatever authorities the server asks for.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        using var channel = GrpcChannel.ForAddress(address, new() { HttpHandler = handler, DisposeHttpClient = true });
        var client = new AccessService.AccessServiceClient(channel);
        var refusal = await Record.ExceptionAsync(async () => await client.ListLaunchTargetsAsync(new() { Parent = user }, headers, cancellationToken: Ct));

        Assert.Equal(reason, (refusal as RpcException)?.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? refusal?.ToString());
    }
}
