using ControlPlane.Errors;

namespace ControlPlane.Requests;

/// <summary>What the log of requests refuses.</summary>
static class RequestErrors
{
    public static RefusedException IdReused(Guid id) => new(
        RefusalKind.Invalid, "REQUEST_ID_REUSED", $"The request id {id} was used for another request within the last hour: make a new one for each request.")
    {
        Metadata = new Dictionary<string, string> { ["request_id"] = id.ToString() },
        Violations = [new("request_id", "It was used for another request within the last hour.")],
    };
}
