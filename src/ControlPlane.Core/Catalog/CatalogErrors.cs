using ControlPlane.Errors;

namespace ControlPlane.Catalog;

/// <summary>What the catalog file's loader refuses, besides what is wrong inside the file.</summary>
static class CatalogErrors
{
    public static RefusedException NotReadable(string path, Exception inner) => new(
        RefusalKind.Invalid, "CATALOG_NOT_READABLE", $"The catalog '{path}' cannot be read: see that the file is there, is UTF-8 text, and that this process may read it.", inner)
    {
        Metadata = new Dictionary<string, string> { ["file"] = path },
    };

    public static RefusedException DiffersByCase(string id, string holder) => new(
        RefusalKind.Exists, "CATALOG_DIFFERS_BY_CASE", $"The catalog names '{id}', and the store holds '{holder}' from elsewhere: they differ by case alone. Nothing was loaded; choose one spelling.")
    {
        Metadata = new Dictionary<string, string> { ["id"] = id, ["other"] = holder },
    };
}
