using ControlPlane.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace ControlPlane.Client;

/// <summary>A client of the Studio Control Plane. It is thread-safe, and one for each server is enough: it keeps its connections.</summary>
public sealed class ControlPlaneClient : IDisposable
{
    readonly GrpcChannel _channel;

    /// <summary>A client. Nothing is sent before the first call.</summary>
    /// <param name="options">Where the server is, and how it is called.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ControlPlaneClient(ControlPlaneClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        var handler = options.Handler ?? new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        _channel = GrpcChannel.ForAddress(options.Address, new()
        {
            HttpHandler = options.UserAgent is { } agent ? new AgentHandler(agent, handler) : handler,
            DisposeHttpClient = options.Handler is null,
            // The longest answers are pages of a thousand resources.
            MaxReceiveMessageSize = 64 * 1024 * 1024,
        });
        Invoker = _channel.Intercept(new CallInterceptor(options));
        (AccountCalls, DomainCalls, TeamCalls) = (new(Invoker), new(Invoker), new(Invoker));
        (UserCalls, GroupCalls, EntitlementCalls) = (new(Invoker), new(Invoker), new(Invoker));
        (AssignmentCalls, ProfileCalls, OperationCalls) = (new(Invoker), new(Invoker), new(Invoker));
        (ExecutionRoleCalls, CapacityCalls) = (new(Invoker), new(Invoker));
        (AuditCalls, Diagnostics, Access) = (new(Invoker), new(Invoker), new(Invoker));
        GuardrailCalls = new(Invoker);
        (Accounts, Domains) = (new(StandardMethods.Of(AccountCalls), options), new(StandardMethods.Of(DomainCalls), options));
        (Teams, Users) = (new(StandardMethods.Of(TeamCalls), options), new(StandardMethods.Of(UserCalls), options));
        (Groups, Entitlements) = (new(StandardMethods.Of(GroupCalls), options), new(StandardMethods.Of(EntitlementCalls), options));
        (Assignments, Profiles) = (new(StandardMethods.Of(AssignmentCalls), options), new(StandardMethods.Of(ProfileCalls), options));
        (AllOperations, AuditEvents) = (new(StandardMethods.Of(OperationCalls), options), new(StandardMethods.Of(AuditCalls), options));
    }

    /// <summary>How it was made.</summary>
    public ControlPlaneClientOptions Options { get; }

    /// <summary>Calls methods with tokens, deadlines, retries and refusals, for stubs of one's own.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>What users may open, and opening it.</summary>
    public AccessService.AccessServiceClient Access { get; }

    /// <summary>Finding out why something does not work.</summary>
    public DiagnosticsService.DiagnosticsServiceClient Diagnostics { get; }

    /// <summary>The AWS accounts.</summary>
    public Resources<Account> Accounts { get; }

    /// <summary>The SageMaker domains.</summary>
    public Resources<Domain> Domains { get; }

    /// <summary>The teams.</summary>
    public Resources<Team> Teams { get; }

    /// <summary>The users.</summary>
    public Resources<User> Users { get; }

    /// <summary>The groups.</summary>
    public Resources<Group> Groups { get; }

    /// <summary>The entitlements.</summary>
    public Resources<Entitlement> Entitlements { get; }

    /// <summary>The assignments.</summary>
    public Resources<Assignment> Assignments { get; }

    /// <summary>The SageMaker user profiles.</summary>
    public Resources<Profile> Profiles { get; }

    /// <summary>Long work.</summary>
    public Resources<Operation> AllOperations { get; }

    /// <summary>The audit log.</summary>
    public Resources<AuditEvent> AuditEvents { get; }

    /// <summary>The account service's own methods, such as verifying.</summary>
    public AccountService.AccountServiceClient AccountCalls { get; }

    /// <summary>The domain service's own methods, such as importing.</summary>
    public DomainService.DomainServiceClient DomainCalls { get; }

    /// <summary>The team service.</summary>
    public TeamService.TeamServiceClient TeamCalls { get; }

    /// <summary>The user service.</summary>
    public UserService.UserServiceClient UserCalls { get; }

    /// <summary>The group service.</summary>
    public GroupService.GroupServiceClient GroupCalls { get; }

    /// <summary>The entitlement service's own methods, such as revoking.</summary>
    public EntitlementService.EntitlementServiceClient EntitlementCalls { get; }

    /// <summary>The assignment service.</summary>
    public AssignmentService.AssignmentServiceClient AssignmentCalls { get; }

    /// <summary>The profile service's own methods, such as repairing.</summary>
    public ProfileService.ProfileServiceClient ProfileCalls { get; }

    /// <summary>The execution roles of teams, where the control plane makes them through IAM.</summary>
    public ExecutionRoleService.ExecutionRoleServiceClient ExecutionRoleCalls { get; }

    /// <summary>What-if questions of capacity.</summary>
    public CapacityService.CapacityServiceClient CapacityCalls { get; }

    /// <summary>The operation service's own methods, such as cancelling.</summary>
    public OperationService.OperationServiceClient OperationCalls { get; }

    /// <summary>Rolling guardrails out, and what holds.</summary>
    public GuardrailService.GuardrailServiceClient GuardrailCalls { get; }

    /// <summary>The audit service's own methods, such as verifying the chain.</summary>
    public AuditService.AuditServiceClient AuditCalls { get; }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _channel.Dispose();
}
