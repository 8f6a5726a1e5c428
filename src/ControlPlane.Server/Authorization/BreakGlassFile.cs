using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlPlane.Server.Authorization;

/// <summary>The file that makes the credential for emergencies valid. Whoever reads it cannot compute the credential.</summary>
sealed record BreakGlassFile
{
    // OWASP Password Storage Cheat Sheet, 2025: PBKDF2 with HMAC-SHA-512.
    const int DefaultIterations = 210_000;
    const int MostIterations = 5_000_000;
    const int MostBytes = 16 * 1024;
    const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The SHA-256 of the id.</summary>
    public required byte[] IdHash { get; init; }

    /// <summary>The salt of <see cref="SecretHash"/>.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>The rounds of PBKDF2.</summary>
    public required int Iterations { get; init; }

    /// <summary>PBKDF2 (HMAC-SHA-512) of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>The file for a credential.</summary>
    public static BreakGlassFile For(BreakGlassCredential credential, DateTimeOffset now, TimeSpan? lifetime)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new()
        {
            IdHash = HashOf(credential.Id),
            Salt = salt,
            Iterations = DefaultIterations,
            SecretHash = Derive(credential.Secret, salt, DefaultIterations),
            CreateTime = now,
            ExpireTime = now + lifetime,
        };
    }

    /// <summary>Reads it; null when there is no file.</summary>
    /// <exception cref="InvalidDataException">It may be read by others, or is no such file; the message is for the log.</exception>
    public static BreakGlassFile? Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // Of the open file, not of its path: nobody can put another one there in between.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) is not UnixFileMode.None)
            {
                throw new InvalidDataException($"'{path}' is open to others: run 'chmod 600' on it.");
            }

            if (stream.Length > MostBytes)
            {
                throw new InvalidDataException($"'{path}' is no break-glass file: it has more than {MostBytes} bytes.");
            }

            var file = JsonSerializer.Deserialize(stream, BreakGlassJson.Default.BreakGlassFile);
            return file is { Iterations: > 0 and <= MostIterations, Salt.Length: >= 8, IdHash.Length: 32, SecretHash.Length: 32 }
                ? file
                : throw new InvalidDataException($"'{path}' is no break-glass file: make a new one.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read as a break-glass file: {e.Message}", e);
        }
    }

    /// <summary>Writes it so that its owner alone may read it.</summary>
    /// <exception cref="IOException">It is there already.</exception>
    public void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, this, BreakGlassJson.Default.BreakGlassFile);
    }

    /// <summary>Whether the id is the credential's. Cheap.</summary>
    public bool HasId(BreakGlassCredential credential) => CryptographicOperations.FixedTimeEquals(HashOf(credential.Id), IdHash);

    /// <summary>Whether the secret is the credential's. Takes about a tenth of a second of a processor.</summary>
    public bool HasSecret(BreakGlassCredential credential)
        => CryptographicOperations.FixedTimeEquals(Derive(credential.Secret, Salt, Iterations), SecretHash);

    static byte[] HashOf(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    static byte[] Derive(string secret, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA512, 32);
}

/// <summary>How the file looks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BreakGlassFile))]
sealed partial class BreakGlassJson : JsonSerializerContext;
