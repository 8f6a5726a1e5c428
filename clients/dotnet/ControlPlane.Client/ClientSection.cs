using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ControlPlane.Client;

/// <summary>Reads the options from a section of the configuration, by hand: a binder would need reflection, which trimming takes away.</summary>
sealed class ClientSection(IConfiguration section)
{
    public ControlPlaneClientOptions Options(TokenProvider? tokens, TimeProvider time)
    {
        var options = new ControlPlaneClientOptions
        {
            Address = Read("Address", Address) ?? throw Wrong("Address", "it is missing"),
            Credentials = tokens,
            Time = time,
            AllowPlaintext = Read<bool>("AllowPlaintext", bool.TryParse) ?? false,
            UserAgent = section["UserAgent"],
        };
        return options with
        {
            Deadline = Read<TimeSpan>("Deadline", Duration) ?? options.Deadline,
            MaxAttempts = Read<int>("MaxAttempts", Number) ?? options.MaxAttempts,
            MaxPause = Read<TimeSpan>("MaxPause", Duration) ?? options.MaxPause,
        };
    }

    /// <summary>Where the section says that tokens come from; null when it does not say.</summary>
    public TokenProvider? Tokens(TimeProvider time)
    {
        if (Read("Issuer", Address) is not { } address)
        {
            return null;
        }

        var client = section["ClientId"] ?? throw Wrong("ClientId", "it is missing");
        var scope = section["Scope"] ?? "";

        // One for the life of the process: connections expire, so that changes of the name are seen.
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { Timeout = TimeSpan.FromSeconds(30) };
        var issuer = new OidcIssuer(http, address, time);
        return (section["ClientSecret"], section["TokenFile"]) switch
        {
            ({ Length: > 0 }, null) => new ClientCredentialsTokens(issuer, client, () => section["ClientSecret"] ?? "", scope),
            (null, { Length: > 0 } file) => new WorkloadIdentityTokens(issuer, client, file, scope),
            _ => throw Wrong("ClientSecret", "give it or TokenFile, one of both"),
        };
    }

    delegate bool Reader<T>(string text, out T value);

    T? Read<T>(string key, Reader<T> read)
        where T : struct
        => section[key] is not { } text ? null : read(text, out var value) ? value : throw Wrong(key, $"'{text}' cannot be read");

    Uri? Read(string key, Reader<Uri?> read)
        => section[key] is not { } text ? null : read(text, out var value) ? value : throw Wrong(key, $"'{text}' is no address");

    static bool Address(string text, out Uri? value) => Uri.TryCreate(text, UriKind.Absolute, out value);

    static bool Duration(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);

    static bool Number(string text, out int value) => int.TryParse(text, CultureInfo.InvariantCulture, out value);

    ArgumentException Wrong(string key, string what)
        => new($"{(section is IConfigurationSection { Path: { Length: > 0 } path } ? $"{path}:{key}" : key)}: {what}.");
}
