using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Cli.Hosting;
using ControlPlane.Client;

namespace ControlPlane.Cli.Config;

/// <summary>Which server a command talks to, and as whom: from options, variables and the current context, in this order.</summary>
sealed class Connection(CliHost host, string? contextOption, Uri? addressOption)
{
    readonly ConfigFile _file = new(host.ConfigFolder);
    readonly TokenFile _tokens = new(host.ConfigFolder);
    X509Certificate2? _seen;
    CliConfig? _config;

    public CliConfig Config => _config ??= _file.Read();

    public TokenFile Tokens => _tokens;

    /// <summary>The context's name; null when only an address is given.</summary>
    public string? ContextName => contextOption ?? host.Variable("STUDIOCTL_CONTEXT") ?? Config.Current;

    /// <summary>The certificate that the server showed; null without TLS or before a call.</summary>
    public X509Certificate2? ServerCertificate => _seen;

    public void Save(CliConfig config) => _file.Write(_config = config);

    public ContextEntry? Context => ContextName is not { } name ? null
        : Config.Find(name) ?? throw CliException.Usage($"There is no context '{name}'.", "See them with 'studioctl context list', or add it with 'studioctl context add'.");

    public Uri Address => addressOption ?? AddressVariable() ?? Context?.Address ?? throw CliException.Usage(
        "No server is named.", "Add one with 'studioctl context add NAME --address URL --issuer URL', or set STUDIOCTL_ADDRESS.");

    /// <summary>How a client is made.</summary>
    /// <param name="deadline">How long a single call may take; null for the client's own.</param>
    /// <param name="onRetry">Hears of repeated attempts.</param>
    public ControlPlaneClientOptions ClientOptions(TimeSpan? deadline, Action<ControlPlaneException, TimeSpan> onRetry)
    {
        var options = new ControlPlaneClientOptions
        {
            Address = Address,
            Credentials = Credentials(),
            UserAgent = $"studioctl/{StudioCtl.Version}",
            Handler = Handler(),
            Time = host.Time,
            OnRetry = onRetry,
        };
        return deadline is { } limit ? options with { Deadline = limit } : options;
    }

    public OidcIssuer IssuerOf(ContextEntry context) => new(
        new HttpClient { Timeout = TimeSpan.FromSeconds(30) },
        context.Issuer ?? throw CliException.Usage($"The context '{context.Name}' names no issuer.", "Give --issuer once: it is kept."),
        host.Time);

    // Null: the client certificate alone says who calls.
    TokenProvider? Credentials()
    {
        if (host.Variable("STUDIOCTL_TOKEN") is { } token)
        {
            return TokenProvider.Static(token.Trim());
        }

        // Tokens of a context go to its own server alone, whatever address is given.
        var context = addressOption is null && AddressVariable() is null ? Context : Context is { } named && Same(named.Address, Address) ? named : null;
        return context is null ? new NoTokens()
            : context is { ClientSecretFile: { } file, Issuer: not null } ? new ClientCredentialsTokens(IssuerOf(context), context.ClientId, () => ReadSecret(file), context.Scope)
            : _tokens.Find(context.Name) is not { } tokens ? context.CertificateFile is null ? new NoTokens() : null
            : context.Issuer is null ? TokenProvider.Static(tokens.AccessToken)
            : new RefreshedTokens(IssuerOf(context), context.ClientId, tokens, Keep(context.Name));
    }

    Func<TokenSet, Task> Keep(string context) => tokens =>
    {
        _tokens.Keep(context, tokens);
        return Task.CompletedTask;
    };

    SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), EnableMultipleHttp2Connections = true };
        var context = Context;
        if (context is { CertificateFile: { } certificate })
        {
            handler.SslOptions.ClientCertificates = [Load(() => X509Certificate2.CreateFromPemFile(certificate, context.KeyFile), certificate)];
        }

        var authorities = context?.AuthorityFile is { } file ? Load(() => Authorities(file), file) : null;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
        {
            _seen = shown as X509Certificate2;
            return errors is SslPolicyErrors.None || (authorities is not null && errors is SslPolicyErrors.RemoteCertificateChainErrors && IsSigned(shown, chain, authorities));
        };
        return handler;
    }

    // The name was checked already; what is left is who signed it.
    static bool IsSigned(X509Certificate? shown, X509Chain? given, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in given?.ChainElements.Skip(1) ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return shown is X509Certificate2 certificate && chain.Build(certificate);
    }

    static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    static T Load<T>(Func<T> load, string file)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw CliException.Usage($"{file} cannot be used: {e.Message}");
        }
    }

    static string ReadSecret(string file) => Load(() => File.ReadAllText(file).Trim(), file);

    Uri? AddressVariable() => host.Variable("STUDIOCTL_ADDRESS") is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw CliException.Usage($"STUDIOCTL_ADDRESS is '{text}', which is no address.");

    static bool Same(Uri a, Uri b) => a.GetLeftPart(UriPartial.Authority) == b.GetLeftPart(UriPartial.Authority);

    sealed class NoTokens : TokenProvider
    {
        public override bool CanRefresh => false;

        public override ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct) => throw new ControlPlaneException("You are not signed in.")
        {
            Kind = ControlPlaneErrorKind.Unauthenticated,
            Reason = "CLIENT_SIGN_IN_NEEDED",
            Fix = "Run 'studioctl login', or set STUDIOCTL_TOKEN.",
        };
    }
}
