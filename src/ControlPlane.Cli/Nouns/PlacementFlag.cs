using System.CommandLine;
using System.Globalization;
using ControlPlane.Cli.Hosting;
using ControlPlane.V1;

namespace ControlPlane.Cli.Nouns;

/// <summary>The flag <c>--placement DOMAIN[,weight=N][,execution-role=ARN]</c>.</summary>
static class PlacementFlag
{
    public static FieldFlag Create()
    {
        var option = new Option<string[]>("--placement")
        {
            Description = "A domain that may hold its profiles: its name, then ',weight=N' and ',execution-role=ARN' if wanted. Repeatable.",
            HelpName = "DOMAIN",
        };
        return new("placements", option, (message, run) =>
        {
            var placements = ((Team)message).Placements;
            placements.Clear();
            placements.AddRange(run.Get(option)!.Select(Parse));
        });
    }

    static Team.Types.Placement Parse(string text)
    {
        var parts = text.Split(',');
        var placement = new Team.Types.Placement { Domain = parts[0] };
        foreach (var part in parts[1..])
        {
            switch (part.Split('=', 2))
            {
                case ["weight", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var weight):
                    placement.Weight = weight;
                    break;
                case ["execution-role", var role]:
                    placement.ExecutionRole = role;
                    break;
                default:
                    throw CliException.Usage($"'{part}' is no part of a placement.", "Write DOMAIN,weight=200,execution-role=ARN.");
            }
        }

        return placement;
    }
}
