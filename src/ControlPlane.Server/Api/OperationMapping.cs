using ControlPlane.Accounts;
using ControlPlane.Discovery;
using ControlPlane.Domains;
using ControlPlane.ExecutionRoles;
using ControlPlane.LiveSessions;
using ControlPlane.Operations;
using ControlPlane.Profiles;
using ControlPlane.Rollouts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Wire types of <c>operations.proto</c> from the core's.</summary>
sealed class OperationMapping(OperationRunner runner, RefusalStatus statuses)
{
    public Wire.Operation ToWire(Operation operation)
    {
        var wire = new Wire.Operation
        {
            Name = operation.Id.Name,
            Kind = operation.Kind,
            Target = operation.Target,
            Actor = operation.Actor.Name,
            Progress = new()
            {
                Message = operation.Progress.Message,
                Completed = operation.Progress.Completed,
                Total = operation.Progress.Total,
                UpdateTime = operation.Progress.UpdatedAt?.ToTimestamp(),
                Cancelling = operation.Cancelling,
            },
            Done = operation.Done,
            CreateTime = operation.CreatedAt.ToTimestamp(),
            EndTime = operation.EndedAt?.ToTimestamp(),
        };
        if (operation.Fault is { } fault)
        {
            wire.Error = ErrorOf(fault);
        }
        else if (operation.ResultJson is { } json && runner.FindKind(operation.Kind) is { } kind)
        {
            wire.Response = Any.Pack(ResultOf(kind.ReadResult(json)));
        }

        return wire;
    }

    Google.Rpc.Status ErrorOf(OperationFault fault)
    {
        var status = statuses.Of(fault.ToRefusal());
        status.Code = fault.End switch
        {
            OperationEnd.Refused => status.Code,
            OperationEnd.Cancelled => (int)Code.Cancelled,
            OperationEnd.Broken => (int)Code.Internal,
            _ => throw new InvalidOperationException($"No gRPC code for {fault.End}."),
        };
        return status;
    }

    static IMessage ResultOf(object result) => result switch
    {
        AccountVerification verification => verification.ToWire(),
        AccountDiscovery discovery => discovery.ToWire(),
        DomainImport import => import.ToWire(),
        ProfileView profile => profile.ToWire([]),
        ProfileRetirement retirement => retirement.ToWire(),
        AccessEnding ending => ending.ToWire(),
        Rollout rollout => rollout.ToWire(),
        ExecutionRolePlan roles => roles.ToWire(),
        _ => throw new InvalidOperationException($"No wire type for {result.GetType()}."),
    };
}
