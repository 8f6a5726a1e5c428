namespace ControlPlane.Sandbox.Demo;

/// <summary>The folder that keeps the demo's state.</summary>
sealed class DemoFolder
{
    // Tells our folder from one that merely has the same name, so that --reset never deletes what is not ours.
    const string Mark = "studio-control-plane-demo";

    readonly string _path;

    DemoFolder(string path) => _path = path;

    public string Store => Path.Combine(_path, "control-plane.db");

    public string Emulator => Path.Combine(_path, "emulated-aws.json");

    public string Keys => Path.Combine(_path, "identity-provider");

    public string DevMetadata => Path.Combine(_path, "dev-identity-provider.xml");

    public string ServerEnvironment => Path.Combine(_path, "server.env");

    public string Catalog => Path.Combine(_path, "catalog.yaml");

    /// <summary>Opens the folder, makes it when it is missing, and empties it first when told so.</summary>
    /// <exception cref="DemoException">It holds other things.</exception>
    public static DemoFolder Open(DirectoryInfo directory, bool reset)
    {
        var path = directory.FullName;
        var mark = Path.Combine(path, Mark);
        if (Directory.Exists(path) && !File.Exists(mark) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new DemoException($"The folder {path} holds other things than this demo's state. Choose another one with --data DIR.");
        }

        if (reset && File.Exists(mark))
        {
            Directory.Delete(path, recursive: true);
        }

        if (!Directory.Exists(path))
        {
            Create(path);
        }

        File.WriteAllText(mark, "State of the Studio Control Plane's demo. Delete the folder to start afresh.\n");
        return new(path);
    }

    static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // Keys and the store are nobody else's business.
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
