using ControlPlane.Aws.Calls;

namespace ControlPlane.Aws;

/// <summary>How the control plane talks to AWS: the section <c>Aws</c>. Checked before the server listens.</summary>
public sealed class AwsOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Aws";

    /// <summary>Addresses to use instead of AWS's public ones.</summary>
    public AwsEndpoints Endpoints { get; set; } = new();

    /// <summary>The way to the organization.</summary>
    public OrganizationOptions Organization { get; set; } = new();

    /// <summary>The Region whose STS opens every session; the target's own Region unless set. Set it where only one Region's STS can be
    /// reached, as behind a single VPC endpoint.</summary>
    public string? StsRegion { get; set; }

    /// <summary>Whether FIPS 140 endpoints are used. False unless set.</summary>
    public bool UseFips { get; set; }

    /// <summary>Whether endpoints with IPv6 are used. False unless set.</summary>
    public bool UseDualStack { get; set; }

    /// <summary>What the names of broker sessions begin with in CloudTrail: 2 to 40 characters of <c>[A-Za-z0-9_+=,.@-]</c>;
    /// <c>studio-control-plane</c> unless set. Vend sessions are named after the user.</summary>
    public string SessionNamePrefix { get; set; } = "studio-control-plane";

    /// <summary>How long a broker session lasts: 15 minutes to 1 hour, both included, because AWS grants a chained role no more (STS API,
    /// AssumeRole). 1 hour unless set.</summary>
    public TimeSpan BrokerSession { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long before its end a broker session is renewed while it still serves: 1 to 10 minutes; 5 minutes unless set.</summary>
    public TimeSpan BrokerRenewal { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a vend session lasts: 15 minutes, the shortest that STS grants, to 1 hour. 15 minutes unless set.</summary>
    public TimeSpan VendSession { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long before its end no session is used any more: 10 seconds to 5 minutes; 1 minute unless set. Covers the clocks'
    /// difference and the call itself.</summary>
    public TimeSpan SessionMargin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many vend sessions are kept: 0 to 1,000,000; 5,000 unless set. One takes about 3 KB.</summary>
    public int VendSessionsKept { get; set; } = 5000;

    /// <summary>How long a role that AWS refused is not asked for again: 0 to 10 minutes; 30 seconds unless set.</summary>
    public TimeSpan RefusalHold { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take: 100 ms to 1 minute; 5 seconds unless set.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after its begin a call may still queue for its turn and be repeated: 100 ms to 5 minutes; 15 seconds unless set.
    /// The caller's own deadline ends it sooner.</summary>
    public TimeSpan RetryBudget { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many requests a call may make: 1 to 10; 5 unless set.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long a refusal to presign is believed to be AWS's delay in seeing a new profile's tags: 0 to 1 minute after the refusal;
    /// 5 seconds unless set. Only for profiles under two minutes old.</summary>
    public TimeSpan NewProfilePatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Rates that go before those in <c>limits.json</c>, by operation as in <c>SageMaker.CreateUserProfile</c> or by service as in
    /// <c>SageMaker.*</c>.</summary>
    public Dictionary<string, CallRate> RateLimits { get; set; } = [];
}
