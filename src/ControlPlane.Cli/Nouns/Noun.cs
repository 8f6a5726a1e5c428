using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using Google.Protobuf;

namespace ControlPlane.Cli.Nouns;

/// <summary>A kind of resource on the command line: how it is named, shown and made by flags.</summary>
/// <param name="Plural">The command, such as <c>teams</c>.</param>
/// <param name="Singular">One of them in a sentence, such as <c>a team</c>.</param>
/// <param name="Set">The client's methods.</param>
sealed record Noun<T>(string Plural, string Singular, Func<ControlPlaneClient, Resources<T>> Set)
    where T : class, IMessage
{
    public required IReadOnlyList<Column<T>> Columns { get; init; }

    /// <summary>What the argument of <c>get</c> looks like.</summary>
    public required string NameHelp { get; init; }

    /// <summary>Makes a full name of what a person typed: an id, or a name already.</summary>
    public required Func<string, string> NameOf { get; init; }

    /// <summary>Options that choose a parent, such as <c>--team</c>.</summary>
    public IReadOnlyList<Option<string?>> ParentOptions { get; init; } = [];

    /// <summary>The parent of a list or watch by those options; null for all.</summary>
    public Func<Invocation, string?> ParentOf { get; init; } = _ => null;

    /// <summary>The flags of <c>create</c> and <c>update</c>; none for what is not made by flags.</summary>
    public IReadOnlyList<FieldFlag> Flags { get; init; } = [];

    /// <summary>Where it is created, by its name; empty for what has no parent.</summary>
    public Func<string, string> CreationParent { get; init; } = _ => "";

    /// <summary>The name of what is created or updated, when flags say it and no argument does.</summary>
    public Func<Invocation, string?>? NameByFlags { get; init; }

    /// <summary>The options that <see cref="NameByFlags"/> reads.</summary>
    public IReadOnlyList<Option> NameFlags { get; init; } = [];

    public bool CanOrder { get; init; } = true;
}
