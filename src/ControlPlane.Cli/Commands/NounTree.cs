using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using Google.Protobuf;

namespace ControlPlane.Cli.Commands;

/// <summary>The nouns with their verbs.</summary>
static class NounTree
{
    public static IEnumerable<Command> Of(Verbs verbs) =>
    [
        Written(verbs, CatalogNouns.Accounts, "The AWS accounts that the control plane may enter.", [.. AccountCommands.Of(verbs)]),
        Written(verbs, CatalogNouns.Domains, "The SageMaker domains.", [.. DomainCommands.Of(verbs)]),
        Written(verbs, CatalogNouns.Teams, "The teams."),
        Written(verbs, CatalogNouns.Users, "The users."),
        Written(verbs, CatalogNouns.Groups, "The groups."),
        Written(verbs, RightNouns.Entitlements, "The rights of users and groups to teams.", [.. EntitlementCommands.Of(verbs)]),
        Written(verbs, RightNouns.Assignments, "Where people work: the sticky choice of domain and profile for a user and a team."),
        Read(verbs, RightNouns.Profiles, "The SageMaker user profiles.", [.. ProfileCommands.Of(verbs)]),
        Verbs.Group("capacity", "What-if: people who come, and the size of networks.", [.. CapacityCommands.Of(verbs)]),
        Verbs.Group("operations", "Long work.", [.. Reading(verbs, WorkNouns.Operations), .. OperationCommands.Of(verbs)]),
    ];

    static Command Written<T>(Verbs verbs, Noun<T> noun, string description, params Symbol[] more)
        where T : class, IMessage
    {
        var all = new NounCommands<T>(verbs, noun);
        return Verbs.Group(noun.Plural, description, [all.Get(), all.List(), all.Create(), all.Update(), all.Delete(), all.Watch(), .. more]);
    }

    static Command Read<T>(Verbs verbs, Noun<T> noun, string description, params Symbol[] more)
        where T : class, IMessage
        => Verbs.Group(noun.Plural, description, [.. Reading(verbs, noun), new NounCommands<T>(verbs, noun).Watch(), .. more]);

    static IEnumerable<Symbol> Reading<T>(Verbs verbs, Noun<T> noun)
        where T : class, IMessage
        => [new NounCommands<T>(verbs, noun).Get(), new NounCommands<T>(verbs, noun).List()];
}
