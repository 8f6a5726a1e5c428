using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Cli.Hosting;
using ControlPlane.Client;

namespace ControlPlane.Cli.Config;

/// <summary>Keeps the tokens of each context in <c>tokens.json</c>, which its owner alone may read.</summary>
sealed class TokenFile(string folder)
{
    public string Path => System.IO.Path.Combine(folder, "tokens.json");

    public TokenSet? Find(string context) => Read().GetValueOrDefault(context);

    public void Keep(string context, TokenSet tokens)
    {
        var all = Read();
        all[context] = tokens;
        Write(all);
    }

    /// <summary>Forgets a context's tokens; false when there were none.</summary>
    public bool Forget(string context)
    {
        var all = Read();
        if (!all.Remove(context))
        {
            return false;
        }

        Write(all);
        return true;
    }

    Dictionary<string, TokenSet> Read()
    {
        if (!File.Exists(Path))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path), TokenFileJson.Default.DictionaryStringTokenSet) ?? [];
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCodes.Failure, "CLI_TOKENS_UNREADABLE", $"{Path} cannot be read: {e.Message}", e) { Fix = "Delete the file and sign in again." };
        }
    }

    void Write(Dictionary<string, TokenSet> all) => PrivateFile.Write(folder, Path, JsonSerializer.Serialize(all, TokenFileJson.Default.DictionaryStringTokenSet));
}

[JsonSerializable(typeof(Dictionary<string, TokenSet>))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
sealed partial class TokenFileJson : JsonSerializerContext;
