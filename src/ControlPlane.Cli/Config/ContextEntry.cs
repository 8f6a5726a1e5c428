namespace ControlPlane.Cli.Config;

/// <summary>A server and how one signs in to it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Address">The server's gRPC address.</param>
sealed record ContextEntry(string Name, Uri Address)
{
    /// <summary>The OpenID Connect issuer.</summary>
    public Uri? Issuer { get; init; }

    public string ClientId { get; init; } = "studioctl";

    public string Scope { get; init; } = "";

    /// <summary>The file with the client's secret, for a program that acts for itself.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>A file with the authorities that sign the server's certificate (PEM), besides those of the machine.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The client's certificate (PEM), where the server wants one.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of the client's certificate (PEM).</summary>
    public string? KeyFile { get; init; }
}
