using ControlPlane.Errors;

namespace ControlPlane.Operations;

/// <summary>Every reason for which an operation is refused or ends without a result.</summary>
static class OperationErrors
{
    public const string CancelledReason = "OPERATION_CANCELLED";

    public static OperationFault Cancelled(Operation operation) => new()
    {
        End = OperationEnd.Cancelled,
        Reason = CancelledReason,
        Message = $"Somebody asked '{operation.Id.Name}' to stop. What was done stays done.",
        Metadata = Of(operation),
    };

    public static OperationFault Broken(Operation operation, string traceId) => new()
    {
        End = OperationEnd.Broken,
        Reason = "INTERNAL",
        Message = $"Something broke on our side. Give the trace id {traceId} to an operator.",
        Metadata = new Dictionary<string, string>(Of(operation)) { ["trace_id"] = traceId },
    };

    public static RefusedException Interrupted(Operation operation) => new(
        RefusalKind.Unavailable, "OPERATION_INTERRUPTED",
        $"The process that worked on '{operation.Id.Name}' ended before the work did. Look at what '{operation.Target}' is like now and begin anew if need be.")
    {
        Metadata = Of(operation),
        Fix = "The caller looks at the target and asks again; the operator of the control plane looks at why the process ended.",
    };

    public static RefusedException GivenUp(Operation operation) => new(
        RefusalKind.Unavailable, "OPERATION_GIVEN_UP",
        $"'{operation.Id.Name}' was begun {operation.Attempts} times, and each time the process ended before the work did. It is not tried again.")
    {
        Metadata = new Dictionary<string, string>(Of(operation)) { ["attempts"] = $"{operation.Attempts}" },
        Fix = "The operator of the control plane looks at why the processes ended, before anybody asks again.",
    };

    static Dictionary<string, string> Of(Operation operation) => new() { ["name"] = operation.Id.Name, ["target"] = operation.Target };
}
