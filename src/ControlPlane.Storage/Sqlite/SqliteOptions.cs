using System.ComponentModel.DataAnnotations;

namespace ControlPlane.Storage.Sqlite;

/// <summary>How SQLite is used: section <c>Storage:Sqlite</c>.</summary>
public sealed class SqliteOptions : EngineOptions
{
    /// <summary>The file; <c>data/controlplane.db</c> under the working directory unless set. It and its directory are made when they
    /// are not there, readable by the owner alone.</summary>
    [Required]
    public string Path { get; set; } = "data/controlplane.db";

    /// <summary>When a write counts as done; <see cref="SqliteSynchronous.Full"/> unless set.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>How long to wait for another process that writes; 0 to 1 minute, 5 seconds unless set. Waits of under a second may last
    /// one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the whole file is checked for damage at the start, which takes about a second for each gigabyte. True unless
    /// set.</summary>
    public bool CheckAtStart { get; set; } = true;

    /// <summary>The most pages of 4 KiB that the file may have; zero for no bound. For tests of a full disk.</summary>
    internal int MaximumPages { get; set; }
}

/// <summary>When a write counts as done (SQLite documentation, <c>PRAGMA synchronous</c>).</summary>
public enum SqliteSynchronous
{
    /// <summary>When it is on the disk: no power cut loses it.</summary>
    Full,

    /// <summary>When the system has it: a crash of the process loses nothing, a power cut may lose the last writes. Several times
    /// quicker.</summary>
    Normal,
}
