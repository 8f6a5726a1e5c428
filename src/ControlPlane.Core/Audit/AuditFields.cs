using ControlPlane.Listing;

namespace ControlPlane.Audit;

/// <summary>The fields of an audit event that filters name.</summary>
static class AuditFields
{
    static readonly string[] _orders = ["time"];

    public static FieldTable<AuditRecord> Table { get; } = new FieldTable<AuditRecord>()
        .Time("time", r => r.Event.Time)
        .Text("action", r => r.Event.Action)
        .Text("outcome", r => r.Event.Outcome)
        .Text("reason", r => r.Event.Reason)
        .Text("actor", r => r.Event.Actor)
        .Text("user", r => r.Event.User)
        .Text("team", r => r.Event.Team)
        .Text("identity_provider", r => r.Event.IdentityProvider)
        .Text("resource", r => r.Event.Resource)
        .Text("sign_in", r => r.Event.Reference)
        .Text("trace_id", r => r.Event.TraceId)
        .Text("address", r => r.Event.Address)
        .Map("facts", r => r.Event.Details);

    /// <summary>Whether an order has the newest first, which it has when it says nothing.</summary>
    /// <exception cref="Errors.RefusedException"><c>ORDER_BY_INVALID</c>.</exception>
    public static bool IsNewestFirst(string orderBy)
        => string.Join(' ', orderBy.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) switch
        {
            "" or "time desc" => true,
            "time" or "time asc" => false,
            _ => throw ListingErrors.OrderInvalid(new(0, "The log is read in the order of time alone."), _orders),
        };
}
