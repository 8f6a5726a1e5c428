namespace ControlPlane.Telemetry;

/// <summary>The names of every span source, metric and attribute, in one place. Own names begin with <c>controlplane.</c>; the rest
/// are OpenTelemetry's semantic conventions. No value of a metric's attribute is one that a caller can invent.</summary>
public static class TelemetryNames
{
    /// <summary>The activity source and the meter.</summary>
    public const string Source = "ControlPlane";

    /// <summary>The root span of a sign-in; its children are named as <see cref="SignIn.StepNames"/> has them.</summary>
    public const string SignInSpan = "sign_in";

    /// <summary>Counter, <c>{sign_in}</c>: legs of sign-ins. A sign-in that waits counts once as pending and again when it ends. By
    /// <see cref="Door"/>, <see cref="Outcome"/>, <see cref="Reason"/>.</summary>
    public const string SignInCount = "controlplane.sign_in.count";

    /// <summary>Histogram, <c>s</c>: from the first request of a sign-in to its end, waiting included. By <see cref="Door"/>,
    /// <see cref="Outcome"/>, <see cref="Reason"/>.</summary>
    public const string SignInDuration = "controlplane.sign_in.duration";

    /// <summary>Histogram, <c>s</c>: one leg of a sign-in without the time spent in calls to AWS or waiting for them. By
    /// <see cref="Door"/>, <see cref="Outcome"/>, <see cref="Reason"/>.</summary>
    public const string SignInOwnDuration = "controlplane.sign_in.own_duration";

    /// <summary>Histogram, <c>s</c>: one step of a sign-in. By <see cref="Step"/>, <see cref="Reason"/>.</summary>
    public const string SignInStepDuration = "controlplane.sign_in.step.duration";

    /// <summary>Counter, <c>{profile}</c>: profiles that AWS was asked to make. By <see cref="Outcome"/>, <see cref="Reason"/>.</summary>
    public const string ProfilePreparations = "controlplane.profile.preparations";

    /// <summary>Counter, <c>{use}</c>: uses of the break-glass credential. Any increase is worth an alarm. By
    /// <see cref="AccessOutcome"/>.</summary>
    public const string BreakGlassUses = "controlplane.break_glass.uses";

    /// <summary>Counter, <c>{request}</c>: requests that were refused because one client sent too many. By <see cref="Door"/>.</summary>
    public const string LimitedRequests = "controlplane.requests.limited";

    /// <summary>Gauge, <c>{provider}</c>: 1 while sign-ins through an identity provider are possible, 0 otherwise. By
    /// <see cref="IdentityProvider"/>.</summary>
    public const string IdentityProviderUsable = "controlplane.identity_provider.usable";

    /// <summary>Gauge, <c>s</c>: until the last of an identity provider's signing certificates ends; negative afterwards. By
    /// <see cref="IdentityProvider"/>.</summary>
    public const string IdentityProviderCertificate = "controlplane.identity_provider.certificate.remaining";

    /// <summary>Gauge, <c>s</c>: until an identity provider's metadata may not be used any more; absent when it says no end. By
    /// <see cref="IdentityProvider"/>.</summary>
    public const string IdentityProviderMetadata = "controlplane.identity_provider.metadata.remaining";

    /// <summary>Gauge, <c>{route}</c>: 1 when the way to a domain worked when it was tried last, 0 otherwise. By <see cref="Account"/>,
    /// <see cref="Region"/>, <see cref="Domain"/>.</summary>
    public const string ProbeWorks = "controlplane.probe.route.works";

    /// <summary>Counter, <c>{attempt}</c>: ways to domains that were tried. By <see cref="Account"/>, <see cref="Region"/>,
    /// <see cref="Domain"/>, <see cref="Reason"/>.</summary>
    public const string ProbeAttempts = "controlplane.probe.attempts";

    /// <summary>Histogram, <c>s</c>: trying the way to one domain. By <see cref="Account"/>, <see cref="Region"/>, <see cref="Domain"/>.</summary>
    public const string ProbeDuration = "controlplane.probe.duration";

    /// <summary>Gauge, <c>s</c>: since all ways to domains were tried; absent before the first time.</summary>
    public const string ProbeAge = "controlplane.probe.age";

    /// <summary>Attribute: the identity provider's short name in the configuration.</summary>
    public const string IdentityProvider = "controlplane.identity_provider.name";

    /// <summary>Counter, <c>{read}</c>: reads of the catalog by launches and listings that may be answered from memory. By <see cref="CopyResult"/>.</summary>
    public const string CopyReads = "controlplane.read_model.reads";

    /// <summary>Counter, <c>{loss}</c>: times that a process lost sight of the store's changes, forgot what it kept and read the store instead. By <see cref="Reason"/>.</summary>
    public const string CopyLosses = "controlplane.read_model.losses";

    /// <summary>Gauge, <c>s</c>: how long ago the store last confirmed what a process keeps in memory; absent while it does not follow the store.</summary>
    public const string CopyAge = "controlplane.read_model.age";

    /// <summary>UpDownCounter, <c>{document}</c>: documents that a process keeps in memory.</summary>
    public const string CopyDocuments = "controlplane.read_model.documents";

    /// <summary>UpDownCounter, <c>By</c>: about how many bytes they have.</summary>
    public const string CopyBytes = "controlplane.read_model.size";

    /// <summary>Attribute: <c>hit</c> when memory answered; else why the store was read: <c>miss</c>, <c>starting</c>, <c>stale</c> when the
    /// last confirmation was too old, or <c>lost</c>.</summary>
    public const string CopyResult = "controlplane.read_model.result";

    /// <summary>Attribute: <c>allowed</c> or <c>refused</c>.</summary>
    public const string AccessOutcome = "controlplane.access.outcome";

    /// <summary>Attribute: <c>saml</c> or <c>api</c>.</summary>
    public const string Door = "controlplane.sign_in.door";

    /// <summary>Attribute: of a sign-in <c>pending</c>, <c>launched</c>, <c>refused</c> or <c>failed</c>; of a profile <c>ready</c> or
    /// <c>failed</c>.</summary>
    public const string Outcome = "controlplane.sign_in.outcome";

    /// <summary>Attribute: the step: <see cref="SignIn.StepNames"/>.</summary>
    public const string Step = "controlplane.sign_in.step";

    /// <summary>Attribute: the reason code (OpenTelemetry, <c>error.type</c>); absent when nothing was refused.</summary>
    public const string Reason = "error.type";

    /// <summary>Attribute of spans alone: the reference.</summary>
    public const string Reference = "controlplane.sign_in.reference";

    /// <summary>Attribute of spans alone: the first 16 hexadecimal digits of the SHA-256 of the user's id.</summary>
    public const string UserHash = "controlplane.user.hash";

    /// <summary>Attribute of spans alone: the team.</summary>
    public const string Team = "controlplane.team.id";

    /// <summary>Attribute: the account that AWS was called in.</summary>
    public const string Account = "controlplane.account.id";

    /// <summary>Attribute: the Region (OpenTelemetry, <c>cloud.region</c>).</summary>
    public const string Region = "cloud.region";

    /// <summary>Attribute: the SageMaker domain id.</summary>
    public const string Domain = "controlplane.domain.id";

    /// <summary>The span of one process's work on an operation, linked to the call that began it.</summary>
    public const string OperationSpan = "operation";

    /// <summary>Counter, <c>{operation}</c>: operations that ended. By <see cref="OperationKind"/>, <see cref="OperationOutcome"/>, <see cref="Reason"/>.</summary>
    public const string OperationCount = "controlplane.operation.count";

    /// <summary>Histogram, <c>s</c>: work on an operation by the process that ended it. By <see cref="OperationKind"/>, <see cref="OperationOutcome"/>, <see cref="Reason"/>.</summary>
    public const string OperationDuration = "controlplane.operation.duration";

    /// <summary>UpDownCounter, <c>{operation}</c>: operations that a process works on. By <see cref="OperationKind"/>.</summary>
    public const string OperationsRunning = "controlplane.operation.running";

    /// <summary>Attribute: the kind of operation, such as <c>accounts.verify</c>.</summary>
    public const string OperationKind = "controlplane.operation.kind";

    /// <summary>Attribute: <c>done</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public const string OperationOutcome = "controlplane.operation.outcome";

    /// <summary>Attribute of spans alone: the operation's id.</summary>
    public const string OperationName = "controlplane.operation.id";
}
