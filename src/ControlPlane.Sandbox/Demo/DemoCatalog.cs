using ControlPlane.Catalog;

namespace ControlPlane.Sandbox.Demo;

/// <summary>The catalog of this run: the server loads the file, and the emulated AWS and the identity provider are built from it.</summary>
sealed record DemoCatalog(string Path, CatalogFile Content)
{
    const string Resource = "demo/catalog.yaml";

    /// <summary>Reads the given file, or the demo's own, which is put into the folder.</summary>
    /// <exception cref="Errors.RefusedException">The file is not a catalog, with everything that is wrong.</exception>
    public static DemoCatalog Load(FileInfo? file, DemoFolder folder)
    {
        if (file is null)
        {
            using var own = typeof(DemoCatalog).Assembly.GetManifestResourceStream(Resource)!;
            using var copy = File.Create(folder.Catalog);
            own.CopyTo(copy);
        }

        var path = file?.FullName ?? folder.Catalog;
        using var text = new StreamReader(path);
        return new(path, CatalogFile.Parse(text, System.IO.Path.GetFileName(path)));
    }
}
