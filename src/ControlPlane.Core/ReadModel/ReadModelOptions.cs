using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ControlPlane.ReadModel;

/// <summary>What a replica keeps in memory of the catalog: section <c>ReadModel</c>.</summary>
public sealed class ReadModelOptions
{
    /// <summary>Whether anything is kept; true unless set. Without it every read asks the store.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long ago the store must have confirmed at most that nothing changed unseen: so late may a listing on one replica see what
    /// another wrote. Past it the store is read. 20 milliseconds to 1 second, 500 milliseconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:01")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the store is asked to confirm it, one small request each: 5 milliseconds to 500 milliseconds, 150 milliseconds
    /// unless set. It should be well below <see cref="MaxAge"/>: whatever falls between is read from the store.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:00.500")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How many documents are kept at most, those that do not exist counted too; 0 to 10,000,000, 200,000 unless set. What was not
    /// asked for the longest goes first.</summary>
    [Range(0, 10_000_000)]
    public int MostDocuments { get; set; } = 200_000;

    /// <summary>How many bytes they may have together, in the store's form and with what each costs to keep; 0 to 64 GiB, 128 MiB unless
    /// set.</summary>
    [Range(0, 64L * 1024 * 1024 * 1024)]
    public long MostBytes { get; set; } = 128L * 1024 * 1024;
}

/// <summary>Checks the section <c>ReadModel</c>.</summary>
[OptionsValidator]
public sealed partial class ReadModelOptionsValidator : IValidateOptions<ReadModelOptions>;
