using System.Globalization;
using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Nouns;

/// <summary>What the server does and did: operations and audit events.</summary>
static class WorkNouns
{
    public static Noun<Operation> Operations { get; } = new("operations", "an operation", c => c.AllOperations)
    {
        NameHelp = "The operation's id.",
        NameOf = CatalogNouns.Prefixed("operations/"),
        CanOrder = false,
        Columns =
        [
            new("NAME", o => Texts.Id(o.Name)), new("KIND", o => o.Kind), new("TARGET", o => o.Target), new("STATE", StateOf, IsState: true),
            new("PROGRESS", o => o.Progress is { Total: > 0 } p ? string.Create(CultureInfo.InvariantCulture, $"{p.Completed}/{p.Total}") : ""),
            new("DOING", o => o.Error?.Message ?? o.Progress?.Message ?? ""), new("BEGAN", o => Texts.Time(o.CreateTime)), new("ENDED", o => Texts.Time(o.EndTime)), new("BY", o => o.Actor),
        ],
    };

    public static Noun<AuditEvent> AuditEvents { get; } = new("audit events", "an audit event", c => c.AuditEvents)
    {
        NameHelp = "The event's sequence number.",
        NameOf = CatalogNouns.Prefixed("auditEvents/"),
        Columns =
        [
            new("NAME", e => Texts.Id(e.Name)), new("TIME", e => Texts.Time(e.Time)), new("ACTION", e => e.Action), new("OUTCOME", e => e.Outcome, IsState: true),
            new("REASON", e => e.Reason), new("ACTOR", e => e.Actor), new("USER", e => Texts.Id(e.User)), new("TEAM", e => Texts.Id(e.Team)), new("RESOURCE", e => e.Resource), new("SIGN-IN", e => e.SignIn),
        ],
    };

    static string StateOf(Operation operation) => operation switch
    {
        { Done: true, Error: null } => "done",
        { Done: true } => "failed",
        { Progress.Cancelling: true } => "cancelling",
        _ => "running",
    };
}
