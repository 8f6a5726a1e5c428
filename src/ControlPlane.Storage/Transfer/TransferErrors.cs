using System.Globalization;
using ControlPlane.Errors;

namespace ControlPlane.Storage.Transfer;

/// <summary>Why a store is not moved.</summary>
static class TransferErrors
{
    public static RefusedException Empty() => new(
        RefusalKind.Precondition, "STORE_EMPTY", "There is nothing in this store to export: look whether its settings are those of the server.");

    public static RefusedException NotEmpty() => new(
        RefusalKind.Precondition, "STORE_NOT_EMPTY", "Only an empty store takes an import, and this one holds something: name a new file, schema or table. A server that was started on it has written there.");

    public static RefusedException Unfinished() => new(
        RefusalKind.Precondition, "STORE_IMPORT_UNFINISHED", "An import into this store was begun and not finished: run it again with the same file, or use another empty store.");

    public static RefusedException OtherImport() => new(
        RefusalKind.Precondition, "STORE_IMPORT_UNFINISHED", "The import of another file into this store was begun and not finished: run it again with that file, or use another empty store.");

    public static RefusedException InUse() => new(
        RefusalKind.Precondition, "STORE_IN_USE", "Somebody wrote to the store meanwhile: stop every server that uses it, and begin again.");

    public static RefusedException Damaged(string path, long line, string what) => new(
        RefusalKind.Invalid, "STORE_FILE_DAMAGED", string.Create(CultureInfo.InvariantCulture, $"'{path}' is not a whole export: line {line} {what}. Nothing was imported."));

    public static RefusedException Newer(string path, int version) => new(
        RefusalKind.Precondition, "STORE_FILE_NEWER", string.Create(CultureInfo.InvariantCulture, $"'{path}' has version {version}, which this version does not know: use the version that wrote it, or a newer one."));

    public static RefusedException FileFault(string path, Exception e) => new(
        RefusalKind.Precondition, "STORE_FILE_FAULT", $"'{path}' cannot be used: {e.Message}", e);

    public static RefusedException Different(string what) => new(
        RefusalKind.Precondition, "STORE_IMPORT_DIFFERS", $"What was imported is not what the file holds: {what}. Somebody writes to the store, or it is broken; servers refuse it until an import succeeds.");
}
