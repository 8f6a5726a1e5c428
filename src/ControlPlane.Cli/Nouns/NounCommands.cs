using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Client;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Nouns;

/// <summary>The standard verbs of a noun: get, list, create, update, delete and watch.</summary>
sealed class NounCommands<T>(Verbs verbs, Noun<T> noun)
    where T : class, IMessage
{
    readonly Option<string?> _filter = new("--filter") { Description = "Which ones, by AIP-160, such as 'state = \"ACTIVE\"'.", HelpName = "FILTER" };
    readonly Option<string?> _orderBy = new("--order-by") { Description = "Their order, such as 'update_time desc'.", HelpName = "FIELDS" };
    readonly Option<int?> _limit = new("--limit") { Description = "At most this many.", HelpName = "NUMBER" };
    readonly Option<string?> _etag = new("--etag") { Description = "Only when it still is what you have seen.", HelpName = "ETAG" };
    readonly Option<bool> _missing = new("--ignore-not-found") { Description = "Succeed also when it is not there." };

    public Command Get() => verbs.Of("get", $"Show {noun.Singular}, or several.", async (run, ct) =>
    {
        var names = run.Need(Names);
        if (names.Length == 1)
        {
            run.Printer.One(await noun.Set(run.Client).GetAsync(noun.NameOf(names[0]), ct), noun.Columns, noun.Set(run.Client).NameOf);
            return ExitCodes.Ok;
        }

        var found = new List<T>();
        foreach (var name in names)
        {
            found.Add(await noun.Set(run.Client).GetAsync(noun.NameOf(name), ct));
        }

        run.Printer.List(found, noun.Columns, noun.Set(run.Client).NameOf);
        return ExitCodes.Ok;
    }, Names);

    public Command List() => verbs.Of("list", $"List {noun.Plural}.", async (run, ct) =>
    {
        var limit = run.Get(_limit) ?? int.MaxValue;
        var query = new ListQuery
        {
            Parent = noun.ParentOf(run),
            Filter = run.Get(_filter) ?? "",
            OrderBy = run.Get(_orderBy) ?? "",
            PageSize = Math.Clamp(limit, 1, 1000),
        };
        var found = new List<T>();
        await foreach (var item in noun.Set(run.Client).ListAsync(query, ct))
        {
            if (found.Count >= limit)
            {
                break;
            }

            found.Add(item);
        }

        run.Printer.List(found, noun.Columns, noun.Set(run.Client).NameOf);
        if (found.Count == 0)
        {
            run.Printer.Say($"No {noun.Plural}.");
        }

        return ExitCodes.Ok;
    }, [.. noun.ParentOptions, _filter, .. noun.CanOrder ? [_orderBy] : Array.Empty<Symbol>(), _limit]);

    public Command Watch() => verbs.Of("watch", $"Show {noun.Plural} and every change of them, until it is interrupted.", async (run, ct) =>
    {
        var watch = noun.Set(run.Client).WatchAsync(new() { Parent = noun.ParentOf(run), Filter = run.Get(_filter) ?? "" }, "", ct);
        var left = run.Get(_limit) ?? int.MaxValue;
        await foreach (var change in watch)
        {
            if (ChangeLine.Of(change, noun, noun.Set(run.Client), run.Printer.Format) is not { } line)
            {
                continue;
            }

            run.Printer.Line(line);
            if (--left == 0)
            {
                break;
            }
        }

        return ExitCodes.Ok;
    }, [.. noun.ParentOptions, _filter, _limit]);

    public Command Create() => verbs.Of("create", $"Create {noun.Singular}.", async (run, ct) =>
    {
        var resource = Empty(NameFrom(run));
        Set(resource, run);
        var name = Catalog.CatalogKind.NameOf(resource);
        var created = await noun.Set(run.Client).CreateAsync(noun.CreationParent(name), resource, run.Writing, ct);
        run.Printer.One(created, noun.Columns, noun.Set(run.Client).NameOf);
        run.Printer.Say(run.DryRun ? $"{name} could be created. Nothing was changed." : $"{name} is created.");
        return ExitCodes.Ok;
    }, [.. Named(), .. noun.Flags.Select(f => f.Option)]);

    public Command Update() => verbs.Of("update", $"Change {noun.Singular}. What no flag names stays as it is.", async (run, ct) =>
    {
        var given = noun.Flags.Where(f => run.Has(f.Option)).ToList();
        if (given.Count == 0)
        {
            throw CliException.Usage("Nothing to change was given.", $"Give one of {string.Join(", ", noun.Flags.Select(f => f.Option.Name))}.");
        }

        // Fields with parts are sent as a whole, so they begin with what is there; its etag keeps that safe.
        var set = noun.Set(run.Client);
        var resource = await set.GetAsync(NameFrom(run), ct);
        Set(resource, run);
        if (run.Get(_etag) is { } etag)
        {
            Catalog.CatalogKind.Set(resource, "etag", etag);
        }

        var mask = new FieldMask { Paths = { given.Select(f => f.Mask).Distinct() } };
        var updated = await set.UpdateAsync(resource, mask, run.Writing, ct);
        run.Printer.One(updated, noun.Columns, set.NameOf);
        run.Printer.Say(run.DryRun ? $"{set.NameOf(resource)} could be changed. Nothing was changed." : $"{set.NameOf(resource)} is changed.");
        return ExitCodes.Ok;
    }, [.. Named(), .. noun.Flags.Select(f => f.Option), _etag]);

    public Command Delete() => verbs.Of("delete", $"Delete {noun.Singular}, or several.", async (run, ct) =>
    {
        foreach (var name in run.Need(Names).Select(noun.NameOf))
        {
            await noun.Set(run.Client).DeleteAsync(name, run.Get(_etag) ?? "", run.Writing with { AllowMissing = run.Get(_missing) }, ct);
            run.Printer.Say(run.DryRun ? $"{name} could be deleted. Nothing was changed." : $"{name} is deleted.");
        }

        return ExitCodes.Ok;
    }, Names, _etag, _missing);

    Argument<string[]> Names { get; } = new("name") { Description = noun.NameHelp, Arity = ArgumentArity.OneOrMore };

    Argument<string?> Name { get; } = new("name") { Description = noun.NameHelp, Arity = noun.NameByFlags is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne };

    IEnumerable<Symbol> Named() => [Name, .. noun.NameFlags];

    string NameFrom(Invocation run) => run.Get(Name) is { } typed ? noun.NameOf(typed)
        : noun.NameByFlags?.Invoke(run) ?? throw CliException.Usage($"Say which: a name, or {string.Join(" and ", noun.NameFlags.Select(o => o.Name))}.");

    void Set(T resource, Invocation run)
    {
        foreach (var flag in noun.Flags.Where(f => run.Has(f.Option)))
        {
            flag.Apply(resource, run);
        }
    }

    static T Empty(string name)
    {
        var resource = Activator.CreateInstance<T>();
        Catalog.CatalogKind.Set(resource, "name", name);
        return resource;
    }
}
