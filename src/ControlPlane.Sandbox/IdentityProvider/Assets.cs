namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The embedded files beside this class.</summary>
static class Assets
{
    public static string Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream($"idp/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
